/** What a framework supplies so that its networks can be grown. */
@NullMarked
package io.github.net2net.spi;

import org.jspecify.annotations.NullMarked;
