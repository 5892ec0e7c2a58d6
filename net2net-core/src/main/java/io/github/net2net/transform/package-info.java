/** Net2Net's transforms on single tensors, usable from any library. */
@NullMarked
package io.github.net2net.transform;

import org.jspecify.annotations.NullMarked;
