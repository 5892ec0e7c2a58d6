/** What each kind of DL4J layer and preprocessor does to channels; one reader a kind. */
@NullMarked
package io.github.net2net.dl4j.layer;

import org.jspecify.annotations.NullMarked;
