/** Learning rate schedules that saved students can contain. */
@NullMarked
package io.github.net2net.dl4j.learningrate;

import org.jspecify.annotations.NullMarked;
