/** The first run: train a small teacher, grow it, train on, compare. */
@NullMarked
package io.github.net2net.examples.quickstart;

import org.jspecify.annotations.NullMarked;
