/** What experiments leave on disk, written while they run, read again to resume and to report. */
@NullMarked
package io.github.net2net.examples.results;

import org.jspecify.annotations.NullMarked;
