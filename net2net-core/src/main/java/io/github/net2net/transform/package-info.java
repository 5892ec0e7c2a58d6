/** The transforms on tensors, usable without a graph or a framework. */
@NullMarked
package io.github.net2net.transform;

import org.jspecify.annotations.NullMarked;
