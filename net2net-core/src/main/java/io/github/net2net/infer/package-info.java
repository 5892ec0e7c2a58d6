/** From a graph to the groups of channels that must change together. Not exported. */
@NullMarked
package io.github.net2net.infer;

import org.jspecify.annotations.NullMarked;
