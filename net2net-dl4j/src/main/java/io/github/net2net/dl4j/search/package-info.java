/** Search among many growths of one network. */
@NullMarked
package io.github.net2net.dl4j.search;

import org.jspecify.annotations.NullMarked;
