package io.github.net2net.examples.quickstart;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The quickstart's growth steps: the only place where it calls the library. */
interface Growing {
    /**
     * Grows a student that computes the teacher's function.
     *
     * @param teacher not modified
     * @param probe images [N, 3, 32, 32] on which teacher and student are compared; not modified
     */
    Offspring student(MultiLayerNetwork teacher, INDArray probe, long seed);

    /**
     * Makes the baseline of the same size: the teacher's parameters where it has them, random ones elsewhere.
     *
     * @param teacher not modified
     */
    MultiLayerNetwork randomPad(MultiLayerNetwork teacher, long seed);
}
