/** What a framework supplies to have its networks grown. */
@NullMarked
package io.github.net2net.spi;

import org.jspecify.annotations.NullMarked;
