/** Watching copied channels part while a student trains on. */
@NullMarked
package io.github.net2net.dl4j.copies;

import org.jspecify.annotations.NullMarked;
