/** Growth of Deeplearning4j networks. */
@NullMarked
package io.github.net2net.dl4j;

import org.jspecify.annotations.NullMarked;
