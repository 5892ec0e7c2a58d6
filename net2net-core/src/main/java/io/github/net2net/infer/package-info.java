/** Finds which channels must change together, and which must stay. */
@NullMarked
package io.github.net2net.infer;

import org.jspecify.annotations.NullMarked;
