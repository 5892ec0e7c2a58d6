/** One HTML page that shows what experiments came to: statistics over seeds, curves, networks, plans. */
@NullMarked
package io.github.net2net.examples.report;

import org.jspecify.annotations.NullMarked;
