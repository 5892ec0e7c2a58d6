package io.github.net2net.dl4j.copies;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Grown;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** Copies in a graph in single precision, whose layers are tied together by a sum. */
class CopiesInGraphsTest {
    private final List<CopiesReport> reports = new ArrayList<>();

    private static ComputationGraph residual() {
        ComputationGraph graph = new ComputationGraph(TestNetworks.settings()
                .dataType(DataType.FLOAT)
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "conv",
                        TestNetworks.convolution("conv", 4, CNN2DFormat.NCHW).build(),
                        "in")
                .addLayer(
                        "side",
                        TestNetworks.convolution("side", 4, CNN2DFormat.NCHW).build(),
                        "in")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "conv", "side")
                .addLayer("out", TestNetworks.softmax("out"), "sum")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(8, 8, 2))
                .build());
        graph.init();
        return graph;
    }

    private LayerCopies watched(SymmetryBreaking symmetry, boolean killed) {
        DataSet data =
                TestNetworks.labeled(TestNetworks.images(3, CNN2DFormat.NCHW).castTo(DataType.FLOAT));
        Grown<ComputationGraph> grown = Net2Net.from(residual())
                .breakSymmetry(symmetry)
                .widen("conv")
                .to(7)
                .grow();
        ComputationGraph student = grown.network();
        if (killed) {
            student.getLayer("conv").getParam("b").putScalar(1, -1000);
            student.getLayer("side").getParam("b").putScalar(1, -1000);
        }
        student.addListeners(CopiesListener.of(grown).every(20).to(reports::add));
        for (int i = 0; i < 20; i++) {
            student.fit(data);
        }
        return reports.get(0).layers().get(0);
    }

    @Test
    void copies_withoutSymmetryBreaking_areReportedEqual() {
        LayerCopies copies = watched(SymmetryBreaking.none(), false);

        assertThat(copies.layer()).isEqualTo("conv, side");
        assertThat(copies.equalSets()).isEqualTo(copies.sets());
    }

    @Test
    void copies_withTheDefaultNoise_areReportedParted_andTheDeadChannelFound() {
        LayerCopies copies = watched(SymmetryBreaking.zeroSumNoise(0.05), true);

        assertThat(copies.equalSets()).isZero();
        assertThat(copies.dead()).containsExactly(1);
    }
}
