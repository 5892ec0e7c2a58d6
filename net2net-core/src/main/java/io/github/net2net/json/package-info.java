/** Recipes and plans as JSON; not exported. */
@NullMarked
package io.github.net2net.json;

import org.jspecify.annotations.NullMarked;
