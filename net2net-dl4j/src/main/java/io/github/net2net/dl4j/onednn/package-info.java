/** DL4J's layers computed through oneDNN, which its release 1.0.0-M2.1 ships but never enables on a CPU. */
@NullMarked
package io.github.net2net.dl4j.onednn;

import org.jspecify.annotations.NullMarked;
