/** What each kind of DL4J layer and vertex does to channels, and how to register your own. */
@NullMarked
package io.github.net2net.dl4j.layer;

import org.jspecify.annotations.NullMarked;
