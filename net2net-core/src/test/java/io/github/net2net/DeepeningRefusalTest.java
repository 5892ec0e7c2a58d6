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
    void an_identity_unit_of_a_function_that_is_not_idempotent_is_refused(String function) {
        NetSketch net = new NetSketch(1);
        net.source("in", 3, 1);
        net.dense("out", net.activation("fc/act", net.dense("fc", "in", 4), function), 2);
        GraphNet teacher = net.output("out").build();

        assertRefused(
                () -> of(teacher).deepenAfter("fc", Deepening.identityUnit()).plan(),
                "cannot deepen after 'fc': its activation is " + function
                        + ", which differs if it is applied twice: f(f(x)) = f(x) must hold, as it does for relu,"
                        + " identity and hard tanh. Use Deepening.exact(), which finds another way.");
    }

    @Test
    void an_identity_unit_behind_values_that_it_changes_is_refused() {
        assertRefused(
                () -> of(RESIDUAL).deepenAfter("bn3", Deepening.identityUnit()).plan(),
                "cannot deepen after 'bn3': any values can arrive, and relu does not leave all of these unchanged. Use"
                        + " Deepening.exact(), which finds another way.");
        assertRefused(
                () -> of(RESIDUAL)
                        .deepenAfter("bn3", Deepening.zeroResidual().activation(Deepening.Activation.AFTER_SUM))
                        .plan(),
                "cannot deepen after 'bn3': any values can arrive, and relu after the sum does not leave all of these"
                        + " unchanged. Use activation(BEFORE_SUM).");
    }

    @Test
    void ways_without_a_batch_norm_take_no_calibration() {
        Deepening.BatchNorm norm = Deepening.uncalibrated();
        assertRefused(
                () -> of(RESIDUAL)
                        .deepenAfter("conv3", Deepening.pairIdentity().batchNorm(norm))
                        .plan(),
                "cannot deepen after 'conv3': a pair has no batch norm to calibrate. Leave batchNorm(..) out.");
        assertRefused(
                () -> of(RESIDUAL)
                        .deepenAfter("conv3", Deepening.slopes().batchNorm(norm))
                        .plan(),
                "cannot deepen after 'conv3': a linear layer with a PReLU has no batch norm to calibrate. Leave"
                        + " batchNorm(..) out.");
        assertRefused(
                () -> of(RESIDUAL)
                        .deepenAfter("conv3", Deepening.linear().batchNorm(norm))
                        .plan(),
                "cannot deepen after 'conv3': a linear layer has no batch norm to calibrate. Leave batchNorm(..) out.");
        assertRefused(
                () -> of(RESIDUAL)
                        .deepenAfter("conv3", Deepening.zeroResidual().batchNorm(norm))
                        .plan(),
                "cannot deepen after 'conv3': a residual block, which starts at zero with any statistics, has no batch"
                        + " norm to calibrate. Leave batchNorm(..) out.");
    }

    @Test
    void a_residual_block_with_a_constant_batch_norm_is_refused() {
        assertRefused(
                () -> of(locked(0.7))
                        .deepenAfter("fc", Deepening.zeroResidual())
                        .plan(),
                "cannot deepen after 'fc': the batch norm 'bn' has a constant gamma and beta, which can't start at zero."
                        + " Use withoutBatchNorm().");
    }

    @Test
    void kernels_that_new_layers_dont_have_are_refused() {
        assertRefused(
                () -> of(RESIDUAL)
                        .deepenAfter("fc", Deepening.exact().kernel(3))
                        .plan(),
                "cannot deepen after 'fc': kernel(..) is for convolutions, and the new layer has no kernel. Leave it"
                        + " out.");
        assertRefused(
                () -> of(RESIDUAL)
                        .deepenAfter("conv1", Deepening.exact().kernel(3, 3))
                        .plan(),
                "cannot deepen after 'conv1': kernel(..) gives 2 sizes, and the new convolution has 1 spatial"
                        + " dimension. Give one size for each.");
        assertRefused(
                () -> of(RESIDUAL).deepenAfter("fc", Deepening.separable()).plan(),
                "cannot deepen after 'fc': a depthwise and a pointwise convolution need images of a known format, and a"
                        + " convolution of images to take after. Use Deepening.exact(), which finds another way.");
    }

    @Test
    void settings_of_a_residual_block_are_refused_for_other_ways() {
        assertThatThrownBy(() -> Deepening.pairIdentity().layers(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("layers(..) is for residual blocks: call it on zeroResidual()");
        assertThatThrownBy(() -> Deepening.exact().activation(Deepening.Activation.AFTER_SUM))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("activation(..) is for residual blocks: call it on zeroResidual()");
        assertThatThrownBy(() -> Deepening.zeroResidual().layers(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("zeroResidual().layers(3): give 1 or 2");
        assertThatThrownBy(() -> Deepening.exact().kernel(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kernel([0]): give a size of 1 or more for each spatial dimension");
    }

    @Test
    void a_batch_norm_must_be_spoken_about() {
        assertRefused(
                () -> of(RESIDUAL).deepenAfter("conv3").plan(),
                "cannot deepen after 'conv3': the new layer gets a batch norm, which is the identity only once it is calibrated"
                        + " on data. Use batchNorm(calibratedOn(data)), or uncalibrated() for"
                        + " an identity in inference only, or withoutBatchNorm(), or zeroResidual(), which needs no data.");
        assertRefused(
                () -> of(RESIDUAL)
                        .deepenAfter("conv1", Deepening.identityUnit().batchNorm(Deepening.uncalibrated()))
                        .plan(),
                "cannot deepen after 'conv1': the new layer has no batch norm to calibrate. Leave batchNorm(..) out.");
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
    void an_even_kernel_with_explicit_padding_is_refused_where_it_is_chosen_and_enlarged_where_not() {
        NetSketch net = new NetSketch(1);
        net.source("in", 3, 6);
        net.convolution("conv", "in", 4, new Dimension(4, 1, 1, Padding.EXPLICIT, 1, null));
        net.dense("out", net.activation("conv/act", "conv", "relu"), 2);
        GraphNet teacher = net.output("out").build();
        assertRefused(
                () -> of(teacher)
                        .deepenAfter("conv", Deepening.exact().kernel(2))
                        .plan(),
                "cannot deepen after 'conv': an identity with a kernel of size 2 would shift what it reads, because"
                        + " explicit padding is the same on both sides. Give odd sizes to kernel(..), or leave it out.");
        Batch batch = Batch.random(teacher, 6, 1);
        Grown<GraphNet> grown = of(teacher).deepenAfter("conv").verifyOn(batch).grow();
        assertThat(grown.plan().toString())
                .contains("new layer conv_1, kernel 5, identity, relu (a second relu changes nothing)")
                .contains("its kernel is 5, because one of 4 with the same padding on both sides would shift what it"
                        + " reads");
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
                "cannot enlarge the kernel of 'conv1' from 3 to 5x5: it has 1 spatial dimension, and 2 sizes are"
                        + " given. Give one size for each.");
        assertRefused(
                () -> of(RESIDUAL).enlargeKernel("fc").to(5).plan(),
                "cannot enlarge the kernel of 'fc': a dense layer has no kernel that can grow. Name a convolution."
                        + " inspect() lists what can grow.");
        assertRefused(
                () -> of(RESIDUAL).enlargeKernel("pool3").to(5).plan(),
                "cannot enlarge the kernel of 'pool3': a max pooling has no kernel that can grow. Name a"
                        + " convolution. inspect() lists what can grow.");
    }
}
