/** The integer algebra of channels: maps, groups and layouts, without graphs or tensors. */
@NullMarked
package io.github.net2net.channel;

import org.jspecify.annotations.NullMarked;
