/** The immutable network graph: nodes classed by what they do to channels, parameters with a role per axis. */
@NullMarked
package io.github.net2net.graph;

import org.jspecify.annotations.NullMarked;
