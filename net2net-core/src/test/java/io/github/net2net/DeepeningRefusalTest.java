package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.graph.Kernel.Dimension;
import io.github.net2net.graph.Kernel.Padding;
import io.github.net2net.reference.Batch;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can't be an identity, and kernels that can't grow, by the whole text. */
class DeepeningRefusalTest {
    private static final GraphNet RESIDUAL = Teachers.residual();

    private static Growth<GraphNet> of(GraphNet teacher) {
        return Growth.of(new GraphNetAdapter(), teacher);
    }

    private static void assertRefused(Runnable words, String text) {
        assertThatThrownBy(words::run).isInstanceOf(GrowthException.class).hasMessage(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tanh", "sigmoid", "leaky relu"})
    void a_function_that_is_not_idempotent_is_refused(String function) {
        NetSketch net = new NetSketch(1);
        net.source("in", 3, 1);
        net.dense("out", net.activation("fc/act", net.dense("fc", "in", 4), function), 2);
        GraphNet teacher = net.output("out").build();

        assertRefused(
                () -> of(teacher).deepenAfter("fc").plan(),
                "cannot deepen after 'fc': its activation is " + function
                        + ", which differs if it is applied twice: f(f(x)) = f(x) must hold, as it does for relu,"
                        + " identity and hard tanh. Deepen after a layer with such an activation.");
    }

    @Test
    void a_recurrent_layer_is_refused() {
        assertRefused(
                () -> of(Teachers.recurrent()).deepenAfter("lstm").plan(),
                "cannot deepen after 'lstm': no weights make an LSTM return its input unchanged. Deepen after a dense"
                        + " layer or a convolution.");
    }

    @Test
    void a_batch_norm_must_be_spoken_about() {
        assertRefused(
                () -> of(RESIDUAL).deepenAfter("conv3").plan(),
                "cannot deepen after 'conv3': its unit has the batch norm 'bn3', which starts as the identity only with"
                        + " the statistics of what will arrive. Use batchNorm(calibratedOn(data)), or uncalibrated() for"
                        + " an identity in inference only, or withoutBatchNorm().");
        assertRefused(
                () -> of(RESIDUAL)
                        .deepenAfter("conv1", Deepening.identityUnit().batchNorm(Deepening.uncalibrated()))
                        .plan(),
                "cannot deepen after 'conv1': its unit has no batch norm to calibrate. Leave batchNorm(..) out.");
    }

    private static GraphNet locked(double gamma) {
        NetSketch net = new NetSketch(1);
        net.source("in", 3, Teachers.POSITIONS);
        net.lockedBatchNorm("bn", net.dense("fc", "in", 4), gamma, 0.5);
        net.dense("out", net.activation("relu", "bn", "relu"), 2);
        return net.output("out").build();
    }

    @Test
    void a_batch_norm_with_constants_cant_be_calibrated() {
        GraphNet teacher = locked(1);
        Batch batch = Batch.random(teacher, Teachers.POSITIONS, 1);
        assertRefused(
                () -> of(teacher)
                        .deepenAfter("fc", Deepening.identityUnit().batchNorm(Deepening.calibratedOn(batch)))
                        .plan(),
                "cannot deepen after 'fc': the batch norm 'bn' has a constant gamma and beta, so statistics of data"
                        + " can't be undone. Use uncalibrated() for an identity in inference only, or"
                        + " withoutBatchNorm().");
    }

    @Test
    void a_batch_norm_with_a_tiny_constant_gamma_is_refused_before_a_weight_is_touched() {
        assertRefused(
                () -> of(locked(0.01))
                        .deepenAfter("fc", Deepening.identityUnit().batchNorm(Deepening.uncalibrated()))
                        .plan(),
                "cannot deepen after 'fc': the batch norm 'bn' has a constant gamma of 0.01, and only one above the"
                        + " root of its epsilon 0.001 can be the identity. Use withoutBatchNorm().");
    }

    @Test
    void a_batch_norm_with_constants_is_grown_without_data() {
        GraphNet teacher = locked(0.7);
        Batch batch = Batch.random(teacher, Teachers.POSITIONS, 1);
        Grown<GraphNet> grown = of(teacher)
                .deepenAfter("fc", Deepening.identityUnit().batchNorm(Deepening.uncalibrated()))
                .verifyOn(batch)
                .grow();

        assertThat(batch.deviation(teacher, grown.network())).isLessThanOrEqualTo(Tolerances.DOUBLE);
        assertThat(grown.plan().isExactInTraining()).isFalse();
    }

    @Test
    void calibration_needs_channels_that_the_teacher_has() {
        Batch batch = Batch.random(RESIDUAL, Teachers.POSITIONS, 1);
        assertRefused(
                () -> of(RESIDUAL)
                        .donors(Donors.fresh())
                        .widen("conv3")
                        .to(12)
                        .deepenAfter("conv3", Deepening.identityUnit().batchNorm(Deepening.calibratedOn(batch)))
                        .plan(),
                "cannot deepen after 'conv3' with calibration: some of its channels are new and have no statistics in"
                        + " the teacher. Deepen before widening with fresh channels, or grow twice.");
    }

    @Test
    void an_even_kernel_with_explicit_padding_is_refused() {
        NetSketch net = new NetSketch(1);
        net.source("in", 3, 6);
        net.convolution("conv", "in", 4, new Dimension(4, 1, 1, Padding.EXPLICIT, 1, null));
        net.dense("out", net.activation("conv/act", "conv", "relu"), 2);
        GraphNet teacher = net.output("out").build();
        assertRefused(
                () -> of(teacher).deepenAfter("conv").plan(),
                "cannot deepen after 'conv': an identity with its 4 kernel would shift the image, because explicit"
                        + " padding is the same on both sides. Use \"same\" padding or an odd kernel.");
    }

    @Test
    void kernels_that_dont_grow_are_refused() {
        assertRefused(
                () -> of(RESIDUAL).enlargeKernel("conv1").to(2).plan(),
                "cannot enlarge the kernel of 'conv1' from 3 to 2: 2 is smaller than 3. A kernel can only grow; give"
                        + " sizes of at least the current ones.");
        assertRefused(
                () -> of(RESIDUAL).enlargeKernel("conv1").to(3).plan(),
                "cannot enlarge the kernel of 'conv1' to 3: that is its current size. Give a larger one.");
        assertRefused(
                () -> of(RESIDUAL).enlargeKernel("conv1").to(5, 5).plan(),
                "cannot enlarge the kernel of 'conv1' from 3 to 5x5: it has 1 spatial dimension(s), but 2 size(s) are"
                        + " given. Give one size for each.");
        assertRefused(
                () -> of(RESIDUAL).enlargeKernel("fc").to(5).plan(),
                "cannot enlarge the kernel of 'fc': a dense layer has no kernel that can grow. Name a convolution.");
        assertRefused(
                () -> of(RESIDUAL).enlargeKernel("pool3").to(5).plan(),
                "cannot enlarge the kernel of 'pool3': a max pooling has no kernel that can grow. Name a"
                        + " convolution.");
    }
}
