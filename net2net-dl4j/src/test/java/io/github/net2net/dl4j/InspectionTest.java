package io.github.net2net.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.GrowthException;
import io.github.net2net.Inspection;
import io.github.net2net.dl4j.sequence.Sequences;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;

/** What an inspection says can be done is done; what it says can't be is refused with the same words. */
class InspectionTest {

    @Test
    void inspection_printsEachLayer() {
        assertThat(Net2Net.inspect(TestNetworks.cnn()).toString()).isEqualTo("""
                        input: input, 2 channels
                          addInputs: add inputs to input 2 -> 3
                        conv1: convolution, 4 channels, 72 parameters
                          widen: to 5, 6, 7, ...; changes conv1.W, bn1.*, conv2.W
                          deepenAfter: deepen after conv1: new layers conv1_1, bn1_1, relu1_1, 3x3 identity, relu (a second relu changes nothing); with batchNorm(calibratedOn(data)), exact in inference; or withoutBatchNorm()
                          factorize: factorize conv1: new layer conv1_factor_1 before it, 2 channels, the product of the weights unchanged
                          enlargeKernel: enlarge kernel of conv1 3x3 -> 5x5
                        bn1: batch norm, 4 channels, 16 parameters
                          channels of conv1
                          deepenAfter: deepen after bn1: new layers conv1_1, relu1_1, conv1_2, 3x3 pair identity, relu (f(x) - f(-x) = x)
                        relu1: activation, 4 channels
                          channels of conv1
                          deepenAfter: deepen after relu1: new layers conv1_1, bn1_1, relu1_1, 3x3 identity, relu (leaves values of 0 and above unchanged); with batchNorm(calibratedOn(data)), exact in inference; or withoutBatchNorm()
                        pool: max pooling, 4 channels
                          channels of conv1
                          deepenAfter: deepen after pool: new layers conv1_1, bn1_1, relu1_1, 3x3 identity, relu (leaves values of 0 and above unchanged); with batchNorm(calibratedOn(data)), exact in inference; or withoutBatchNorm()
                        conv2: convolution, 5 channels, 185 parameters
                          widen: to 6, 7, 8, ...; changes conv2.*, fc.W
                          deepenAfter: deepen after conv2: new layer conv2_1, 3x3 identity, relu (a second relu changes nothing)
                          factorize: factorize conv2: new layer conv2_factor_1 before it, 4 channels, the product of the weights unchanged
                          enlargeKernel: enlarge kernel of conv2 3x3 -> 5x5
                        fc: dense layer, 7 channels, 567 parameters
                          widen: to 8, 9, 10, ...; changes fc.*, out.W
                          deepenAfter: deepen after fc: new layer fc_1, identity, relu (a second relu changes nothing)
                          factorize: factorize fc: new layer fc_factor_1 before it, 7 channels, the product of the weights unchanged
                        out: output layer, 3 channels, 24 parameters
                          widen: no: its 3 channels can't change, because 'out' is a softmax over its channels, so copies would change every channel's result. Add classes with addClasses("out", n), or widen a layer before it.
                          deepenAfter: no: it is an output of the network, and a layer after it would change what the loss sees. Deepen after fc instead.
                          factorize: factorize out: new layer out_factor_1 before it, 3 channels, the product of the weights unchanged
                          addClasses: add classes to out 3 -> 4
                        """);
    }

    @Test
    void inspection_ofText_namesItsOwnWays() {
        Inspection inspection = Net2Net.inspect(Sequences.text(Sequences.settings(new Adam(0.01))));
        assertThat(inspection.layers().get(1).ways())
                .extracting(Inspection.Way::call)
                .contains("widen", "deepenAfter", "extendVocabulary");
        assertThat(inspection.toString()).contains("  extendVocabulary: extend vocabulary of embedding 9 -> 10");
    }

    @Test
    void widths_areReachedAndNoneBetweenThem() {
        MultiLayerNetwork teacher = TestNetworks.cnn();
        for (Inspection.Layer layer : Net2Net.inspect(teacher).layers()) {
            for (Inspection.Way way : layer.ways()) {
                way.widths()
                        .forEach(width -> assertThat(Net2Net.from(teacher)
                                        .widen(layer.name())
                                        .to(width)
                                        .plan()
                                        .isExact())
                                .isTrue());
            }
        }
    }

    @Test
    void configuration_thatIsIncomplete() {
        MultiLayerNetwork cnn = TestNetworks.cnn();
        ((BaseLayer) cnn.getLayerWiseConfigurations().getConf(0).getLayer()).setActivationFn(null);
        assertThatThrownBy(() -> Net2Net.from(cnn))
                .isInstanceOf(GrowthException.class)
                .hasMessageMatching("cannot read the network: the configuration of 'conv1' is incomplete, or its values"
                        + " make no sense \\(java.*Exception.*\\)\\. Build the layer again, or load the network from an"
                        + " intact file\\.");
    }
}
