/** Experiments: networks that are trained and grown side by side, measured, resumed and reported. */
@NullMarked
package io.github.net2net.examples.experiment;

import org.jspecify.annotations.NullMarked;
