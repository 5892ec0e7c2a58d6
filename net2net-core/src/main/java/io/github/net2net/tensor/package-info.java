/** Tensors as the transforms see them: shapes, gathering along an axis, embedding, and a reference in doubles. */
@NullMarked
package io.github.net2net.tensor;

import org.jspecify.annotations.NullMarked;
