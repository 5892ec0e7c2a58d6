/** Recipe steps and a graph to parameter edits; planner and executor. Not exported. */
@NullMarked
package io.github.net2net.plan;

import org.jspecify.annotations.NullMarked;
