/** Whole DL4J networks: read into a graph, built, compared, measured. */
@NullMarked
package io.github.net2net.dl4j.internal.adapter;

import org.jspecify.annotations.NullMarked;
