package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.channel.ChannelMap;
import io.github.net2net.reference.ForwardingStudent;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.SymmetryBreaking;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.tensor.ArrayTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an adapter is told while a student is made, and weights of which none can be made. */
class ExecutionTest {

    /** Keeps where the channels of a layer's outputs come from. */
    private static final class WithOutputs extends GraphNetAdapter {
        private final List<ChannelMap> maps = new ArrayList<>();

        @Override
        public StudentBuilder<GraphNet> student(GraphNet network, Blueprint blueprint) {
            return new ForwardingStudent(super.student(network, blueprint)) {
                @Override
                public void carryActivations(Function<String, ChannelMap> channelsOf) {
                    maps.add(channelsOf.apply("lstm"));
                }
            };
        }
    }

    private static List<ChannelMap> maps(Baseline baseline) {
        WithOutputs adapter = new WithOutputs();
        Growth.of(adapter, Teachers.recurrent())
                .donors(Donors.given(2, 0))
                .baseline(baseline)
                .widen("lstm")
                .to(6)
                .grow();
        return adapter.maps;
    }

    @Test
    void whatLayersKeepBetweenPasses_comesFromTheDonors() {
        assertThat(maps(Baseline.NONE)).containsExactly(ChannelMap.of(4, 0, 1, 2, 3, 2, 0));
        assertThat(maps(Baseline.FROM_SCRATCH)).isEmpty();
    }

    private static GraphNet withLargeWeights(double value) {
        GraphNet mlp = Teachers.mlp();
        ArrayTensor before = mlp.param("fc2", "W");
        double[] values = before.values().clone();
        Arrays.setAll(values, i -> i % 2 == 0 ? value : -value);
        return mlp.with("fc2", "W", ArrayTensor.of(before.shape(), values));
    }

    /** Noise is relative to the deviation of the weights, so that their sum can be too large for a double. */
    @ParameterizedTest
    @CsvSource({"1.7e308, false", "1e100, true"})
    void noiseOfWeightsThatAreTooLarge_isRefused(double value, boolean possible) {
        Growth<GraphNet> growth = Growth.of(new GraphNetAdapter(), withLargeWeights(value))
                .widen("fc1")
                .to(8);
        if (possible) {
            assertThat(growth.grow().network().graph().channels("fc1")).isEqualTo(8);
        } else {
            assertThatThrownBy(growth::grow)
                    .isInstanceOf(GrowthException.class)
                    .hasMessage("cannot grow this network: the student's fc2.W would hold infinite numbers or NaN, from"
                            + " zero-sum noise, 0.5 of the weights' standard deviation, which is 1.70e+308. Break the"
                            + " symmetry by unevenShares(0.5), or scale the weights down first.");
        }
        assertThat(growth.breakSymmetry(SymmetryBreaking.unevenShares(0.5))
                        .grow()
                        .network()
                        .graph()
                        .channels("fc1"))
                .isEqualTo(8);
    }
}
