/** ND4J arrays as tensors: on the CPU through their memory, elsewhere through ND4J's own operations. */
@NullMarked
package io.github.net2net.dl4j.internal.tensor;

import org.jspecify.annotations.NullMarked;
