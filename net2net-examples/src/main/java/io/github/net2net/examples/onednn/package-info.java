/** Trains DL4J 1.0.0-M2.1 networks through oneDNN, which that release ships but never engages on a CPU. */
@NullMarked
package io.github.net2net.examples.onednn;

import org.jspecify.annotations.NullMarked;
