/** What commands print, and where. */
@NullMarked
package io.github.net2net.examples.console;

import org.jspecify.annotations.NullMarked;
