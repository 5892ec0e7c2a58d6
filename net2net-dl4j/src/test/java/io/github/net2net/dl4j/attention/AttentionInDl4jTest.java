package io.github.net2net.dl4j.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.Grown;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.Tolerances;
import io.github.net2net.dl4j.copies.CopiesListener;
import io.github.net2net.dl4j.copies.CopiesReport;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What DL4J does around attention, on which the library relies or which it works around. */
class AttentionInDl4jTest {
    private static final int HEADS = 2;
    private static final int SIZE = 4;

    /** Scores are divided by the root of the head's size, and the rows of Wo are head after head. */
    @Test
    void selfAttention_isScaledByTheHeadSize_andItsRowsAreHeadAfterHead() {
        MultiLayerNetwork network = AttentionTeachers.chain(
                AttentionTeachers.settings(DataType.DOUBLE, new Sgd(0.1)),
                AttentionTeachers.selfAttention().build());
        List<INDArray> activations = network.feedForward(AttentionTeachers.features(DataType.DOUBLE));
        INDArray output = activations.get(2);
        for (int example = 0; example < AttentionTeachers.EXAMPLES; example++) {
            INDArray expected = attention(network, activations.get(1).slice(example));
            assertThat(expected.sub(output.slice(example)).amaxNumber().doubleValue())
                    .isLessThan(Tolerances.DOUBLE);
        }
    }

    /** Of one example, [channel, step]. */
    private static INDArray attention(MultiLayerNetwork network, INDArray series) {
        INDArray attended = Nd4j.zeros(DataType.DOUBLE, HEADS * SIZE, AttentionTeachers.STEPS);
        for (int head = 0; head < HEADS; head++) {
            INDArray queries = projected(network, "Wq", head, series);
            INDArray keys = projected(network, "Wk", head, series);
            INDArray weights = Transforms.exp(queries.transpose().mmul(keys).div(Math.sqrt(SIZE)));
            weights.diviColumnVector(weights.sum(true, 1));
            INDArray result = projected(network, "Wv", head, series).mmul(weights.transpose());
            for (int channel = 0; channel < SIZE; channel++) {
                attended.putRow(head * SIZE + channel, result.getRow(channel));
            }
        }
        return AttentionTeachers.param(network, "Wo").transpose().mmul(attended);
    }

    private static INDArray projected(MultiLayerNetwork network, String param, int head, INDArray series) {
        INDArray all = AttentionTeachers.param(network, param);
        double[][] own = new double[SIZE][Math.toIntExact(all.size(2))];
        for (int channel = 0; channel < SIZE; channel++) {
            for (int in = 0; in < own[channel].length; in++) {
                own[channel][in] = all.getDouble(head, channel, in); // ND4J's get(point(1)) returns an empty array here
            }
        }
        return Nd4j.createFromArray(own).mmul(series);
    }

    /** DL4J drops the masks of layers after a pass, but not those of vertices. */
    @Test
    void masksOfAVertex_holdForTheNextPass_inDl4j_butNotInAVerifiedStudent() {
        ComputationGraph teacher = AttentionTeachers.graph(AttentionTeachers.settings(DataType.DOUBLE, new Sgd(0.1)));
        INDArray[] features = AttentionTeachers.twoFeatures(DataType.DOUBLE);
        ComputationGraph student = Net2Net.from(teacher)
                .nHeads("attention")
                .to(3)
                .verifyOn(Probes.features(features))
                .grow()
                .network();
        INDArray before = teacher.output(features)[0].dup();
        assertThat(distance(student.output(features)[0], before)).isLessThan(Tolerances.DOUBLE);
        INDArray[] masks = new INDArray[features.length];
        for (int i = 0; i < masks.length; i++) {
            masks[i] = Nd4j.ones(DataType.FLOAT, features[i].size(0), features[i].size(2));
            masks[i].putScalar(1, 2, 0);
        }
        teacher.output(false, features, masks);
        assertThat(distance(teacher.output(features)[0], before)).isGreaterThan(Tolerances.CLEARLY_DIFFERENT);
    }

    private static double distance(INDArray first, INDArray second) {
        return first.sub(second).amaxNumber().doubleValue();
    }

    @Test
    void cloneOfAGraph_losesTheUpdaterOfAVertex() {
        ComputationGraph teacher = AttentionTeachers.graph(AttentionTeachers.settings(DataType.DOUBLE, new Adam(0.1)));
        assertThatThrownBy(() -> teacher.clone().fit(AttentionTeachers.twoData()))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("Updater for parameter Wq");
        Net2Net.from(teacher).grow().network().fit(AttentionTeachers.twoData());
    }

    @Test
    void frozenAttention_grows() {
        Layer attention = AttentionTeachers.selfAttention().nIn(5).build();
        for (Layer frozen : new Layer[] {new FrozenLayer(attention), new FrozenLayerWithBackprop(attention)}) {
            frozen.setLayerName("attention");
            MultiLayerNetwork teacher =
                    AttentionTeachers.chain(AttentionTeachers.settings(DataType.DOUBLE, new Adam(0.01)), frozen);
            teacher.fit(AttentionTeachers.data());
            Grown<MultiLayerNetwork> grown = Net2Net.from(teacher)
                    .widen("before")
                    .by(3)
                    .widen("attention")
                    .by(3)
                    .headSize("attention")
                    .to(6)
                    .verifyOn(Probes.features(AttentionTeachers.features(DataType.DOUBLE)))
                    .grow();
            assertThat(grown.report().comparison().largest()).isLessThan(Tolerances.DOUBLE);
            assertThat(grown.plan().toString())
                    .contains("attention is frozen, so its ")
                    .contains("new channels of heads");
            grown.network().fit(AttentionTeachers.data());
        }
    }

    @Test
    void copies_aroundAVertex_areWatched() {
        ComputationGraph teacher = AttentionTeachers.graph(AttentionTeachers.settings(DataType.DOUBLE, new Adam(0.01)));
        Grown<ComputationGraph> grown =
                Net2Net.from(teacher).widen("attention").by(4).widen("k").by(2).grow();
        List<CopiesReport> reports = new ArrayList<>();
        grown.network().addListeners(CopiesListener.of(grown).every(5).to(reports::add));
        for (int i = 0; i < 5; i++) {
            grown.network().fit(AttentionTeachers.twoData());
        }
        assertThat(reports.get(0).layers()).hasSize(2).allMatch(copies -> copies.equalSets() == 0);
    }
}
