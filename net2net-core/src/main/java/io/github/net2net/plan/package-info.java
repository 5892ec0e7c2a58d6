/** From a recipe and a graph to parameter edits, and their execution. */
@NullMarked
package io.github.net2net.plan;

import org.jspecify.annotations.NullMarked;
