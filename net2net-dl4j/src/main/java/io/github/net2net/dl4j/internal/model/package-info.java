/** DL4J's two classes of networks behind one view. */
@NullMarked
package io.github.net2net.dl4j.internal.model;

import org.jspecify.annotations.NullMarked;
