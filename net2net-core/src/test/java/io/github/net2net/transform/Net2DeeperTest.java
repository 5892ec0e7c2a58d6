package io.github.net2net.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.Tolerances;
import io.github.net2net.graph.BatchNormTraits.VarianceForm;
import io.github.net2net.reference.LogVariance;
import io.github.net2net.spi.ChannelStatistics;
import io.github.net2net.tensor.ArrayTensor;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Identities. */
class Net2DeeperTest {
    private static final double EPSILON = 1e-3;

    @Test
    void a_dense_identity_has_ones_on_its_diagonal_only() {
        Tensor identity = Net2Deeper.identityDense(ArrayTensor.factory(), 3);

        assertThat(((ArrayTensor) identity).values()).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1);
    }

    @Test
    void a_convolution_identity_has_ones_at_the_center_rounded_down() {
        Tensor identity = Net2Deeper.identityConvolution(ArrayTensor.factory(), 2, 3, 4);

        for (int o = 0; o < 2; o++) {
            for (int i = 0; i < 2; i++) {
                for (int y = 0; y < 3; y++) {
                    for (int x = 0; x < 4; x++) {
                        assertThat(identity.at(o, i, y, x)).isEqualTo(o == i && y == 1 && x == 1 ? 1 : 0);
                    }
                }
            }
        }
    }

    @Test
    void an_identity_needs_as_many_inputs_as_outputs() {
        Shape shape = Shape.of(3, 2).named("out", "in");
        assertThatThrownBy(() -> Net2Deeper.identity(ArrayTensor.factory(), shape, 0, 1, ImmutableIntArray.of(0, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an identity needs as many input as output channels, not [out 3, in 2]");
    }

    @Test
    void a_depthwise_identity_has_a_one_at_the_tap_of_each_channel() {
        Tensor identity =
                Net2Deeper.depthwise(ArrayTensor.factory(), Shape.of(2, 1, 3, 3), 0, ImmutableIntArray.of(0, 0, 1, 2));
        for (int i = 0; i < 18; i++) {
            assertThat(((ArrayTensor) identity).values()[i]).isEqualTo(i == 5 || i == 14 ? 1 : 0);
        }
    }

    @Test
    void a_pair_needs_twice_as_many_channels_between() {
        Shape shape = Shape.of(3, 2).named("out", "in");
        Net2Deeper.Layout layout = new Net2Deeper.Layout(0, 1, ImmutableIntArray.of(0, 0));
        assertThatThrownBy(() -> Net2Deeper.pair(ArrayTensor.factory(), shape, layout, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a pair needs n and 2n channels, not [out 3, in 2]");
    }

    @Test
    void a_constant_scale_has_an_identity_above_the_root_of_epsilon_only() {
        assertThat(BatchNormIdentity.existsFor(0.5, 0.2)).isTrue();
        assertThat(BatchNormIdentity.existsFor(0.5, 0.25)).isFalse();
        assertThat(BatchNormIdentity.existsFor(0, -1)).isFalse();
        assertThat(BatchNormIdentity.existsFor(-1, 0.5)).isFalse();
        assertIdentity(BatchNormIdentity.uncalibrated(3, EPSILON));
        assertThat(BatchNormIdentity.uncalibrated(3, EPSILON).variance()).containsExactly(1, 1, 1);
    }

    private static double normalized(BatchNormIdentity norm, int channel, double x) {
        return norm.gamma()[channel] * (x - norm.mean()[channel]) / Math.sqrt(norm.variance()[channel] + EPSILON)
                + norm.beta()[channel];
    }

    private static void assertIdentity(BatchNormIdentity norm) {
        for (double x : new double[] {-3, 0, 0.1, 20}) {
            for (int channel = 0; channel < norm.gamma().length; channel++) {
                assertThat(normalized(norm, channel, x)).isCloseTo(x, within(Tolerances.DOUBLE));
            }
        }
    }

    @Test
    void batch_norms_are_the_identity() {
        ChannelStatistics measured = new ChannelStatistics(new double[] {0.5, -2, 0}, new double[] {4, 0.01, 1e-5});
        assertIdentity(BatchNormIdentity.calibrated(measured, EPSILON));
        assertIdentity(BatchNormIdentity.uncalibrated(3, EPSILON));
        assertIdentity(BatchNormIdentity.locked(3, 0.7, -0.4, EPSILON));
    }

    @Test
    void a_channel_without_variance_stays_finite_in_every_form() {
        ChannelStatistics dead = new ChannelStatistics(new double[] {0, 3}, new double[] {0, 0});
        BatchNormIdentity norm = BatchNormIdentity.calibrated(dead, EPSILON);

        assertIdentity(norm);
        assertThat(LogVariance.INSTANCE.encode(norm.variance()[0])).isEqualTo(-4);
        assertThat(VarianceForm.VARIANCE.encode(norm.variance()[0])).isEqualTo(BatchNormIdentity.VARIANCE_FLOOR);
        assertIdentity0(BatchNormIdentity.calibrated(dead, 0));
    }

    private static void assertIdentity0(BatchNormIdentity withoutEpsilon) {
        assertThat(withoutEpsilon.gamma()).containsExactly(new double[] {1e-4, 1e-4}, within(Tolerances.DOUBLE));
    }

    @Test
    void a_constant_gamma_must_be_above_the_root_of_epsilon() {
        assertThat(BatchNormIdentity.existsFor(0.04, EPSILON)).isTrue();
        assertThat(BatchNormIdentity.existsFor(0.03, EPSILON)).isFalse();
        assertThat(BatchNormIdentity.existsFor(-1, EPSILON)).isFalse();
        assertThatThrownBy(() -> BatchNormIdentity.locked(2, 0.03, 0, EPSILON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a constant γ of 0.03 with ε 0.001 has no identity");
    }
}
