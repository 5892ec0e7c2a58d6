/** The immutable network graph: nodes, their parameters and what happens to channels in them. */
@NullMarked
package io.github.net2net.graph;

import org.jspecify.annotations.NullMarked;
