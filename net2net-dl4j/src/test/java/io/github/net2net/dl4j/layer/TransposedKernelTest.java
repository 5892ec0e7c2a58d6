package io.github.net2net.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Grown;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.Tolerances;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Kernels of transposed convolutions grow exactly, with stride, dilation and each padding. */
class TransposedKernelTest {

    static List<Arguments> geometries() {
        List<Arguments> all = new ArrayList<>();
        for (int size : new int[] {1, 2, 3}) {
            for (int stride : new int[] {1, 2, 3}) {
                for (int dilation : new int[] {1, 2}) {
                    all.add(Arguments.of(size, stride, dilation, ConvolutionMode.Same));
                    all.add(Arguments.of(size, stride, dilation, ConvolutionMode.Truncate));
                }
            }
        }
        return all;
    }

    private static MultiLayerNetwork network(int size, int stride, int dilation, ConvolutionMode mode) {
        return TestNetworks.network(
                TestNetworks.settings(),
                InputType.convolutional(4, 5, 2),
                new Deconvolution2D.Builder(size, size)
                        .name("up")
                        .nOut(3)
                        .stride(stride, stride)
                        .dilation(dilation, dilation)
                        .convolutionMode(mode)
                        .build(),
                TestNetworks.softmax("out"));
    }

    @ParameterizedTest(name = "{0}, stride {1}, dilation {2}, {3}")
    @MethodSource("geometries")
    void largerKernel_isExact_orRefused(int size, int stride, int dilation, ConvolutionMode mode) {
        MultiLayerNetwork teacher = network(size, stride, dilation, mode);
        int exact = 0;
        for (int larger = size + 1; larger < size + 5; larger++) {
            try {
                Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                        .enlargeKernel("up")
                        .to(larger, larger)
                        .verifyOn(Probes.features(TestNetworks.random(1, DataType.DOUBLE, 5, 2, 4, 5)))
                        .grow();
                assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
                exact++;
            } catch (GrowthException refused) {
                assertThat(refused).hasMessageStartingWith("cannot enlarge the kernel of 'up'");
            }
        }
        assertThat(exact).isPositive();
    }

    @Test
    void volumes_growToo() {
        MultiLayerNetwork teacher = TestNetworks.network(
                TestNetworks.settings(),
                InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 3, 4, 5, 2),
                new Deconvolution3D.Builder()
                        .kernelSize(2, 2, 2)
                        .name("up")
                        .nOut(3)
                        .stride(2, 2, 2)
                        .convolutionMode(ConvolutionMode.Same)
                        .build(),
                TestNetworks.softmax("out"));
        Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                .enlargeKernel("up")
                .to(4, 3, 5)
                .verifyOn(Probes.features(TestNetworks.random(1, DataType.DOUBLE, 5, 2, 3, 4, 5)))
                .grow();
        assertThat(grown.report().comparison().largest()).isLessThanOrEqualTo(Tolerances.DOUBLE);
    }

    @Test
    void explicitPadding_growsOnBothSidesAlike() {
        assertThatThrownBy(() -> Net2Net.from(network(2, 1, 1, ConvolutionMode.Truncate))
                        .enlargeKernel("up")
                        .to(3, 3))
                .isInstanceOf(GrowthException.class)
                .hasMessage(
                        "cannot enlarge the kernel of 'up' from 2x2 to 3x3: with explicit padding, zeros are added on"
                                + " both sides alike, so a size of 2 can grow to 4, 6, … but not to 3.");
    }
}
