/** Integer algebra of channels: which student channel copies which teacher channel. No graphs, no tensors. */
@NullMarked
package io.github.net2net.channel;

import org.jspecify.annotations.NullMarked;
