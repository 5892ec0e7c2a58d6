/** The front door: growth as a fluent chain, recipes as values, plans and reports that print themselves. */
@NullMarked
package io.github.net2net;

import org.jspecify.annotations.NullMarked;
