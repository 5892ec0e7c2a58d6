/** The options of a recipe: which channels are copied, how weights are divided, and what becomes of training. */
@NullMarked
package io.github.net2net.rule;

import org.jspecify.annotations.NullMarked;
