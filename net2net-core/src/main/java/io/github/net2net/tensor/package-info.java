/** Arrays of numbers as the transforms see them, with a double-precision reference; no framework in sight. */
@NullMarked
package io.github.net2net.tensor;

import org.jspecify.annotations.NullMarked;
