/** The front door: growth, recipes, plans and reports. */
@NullMarked
package io.github.net2net;

import org.jspecify.annotations.NullMarked;
