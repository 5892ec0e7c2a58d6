/** Trials of a search on Apache Spark. */
@NullMarked
package io.github.net2net.examples.spark;

import org.jspecify.annotations.NullMarked;
