/** Images in memory: generated, downloaded or read from files, and the batches networks train on. */
@NullMarked
package io.github.net2net.examples.data;

import org.jspecify.annotations.NullMarked;
