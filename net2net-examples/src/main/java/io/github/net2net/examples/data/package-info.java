/** Images in memory: a generated data set, the CIFAR-10 files, and the batches networks train on. */
@NullMarked
package io.github.net2net.examples.data;

import org.jspecify.annotations.NullMarked;
