/** Studies: what a choice in growing does to training on, over several seeds. */
@NullMarked
package io.github.net2net.examples.study;

import org.jspecify.annotations.NullMarked;
