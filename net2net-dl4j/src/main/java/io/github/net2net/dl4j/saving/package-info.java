/** Files that are whole or not there. */
@NullMarked
package io.github.net2net.dl4j.saving;

import org.jspecify.annotations.NullMarked;
