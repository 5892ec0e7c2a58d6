/** The command line of the examples. */
@NullMarked
package io.github.net2net.examples;

import org.jspecify.annotations.NullMarked;
