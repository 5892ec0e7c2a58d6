/** Models in files: the commands that look at them, grow, shrink and compare them. */
@NullMarked
package io.github.net2net.examples.models;

import org.jspecify.annotations.NullMarked;
