package io.github.net2net.dl4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Growth;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.rule.Layers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** Growing a trained graph changes nothing of it, gives the same student each time, and one that can be kept. */
class GraphUntouchedTest {
    private final ComputationGraph teacher =
            GraphTeachers.residual(TestNetworks.settings().updater(new Adam(0.01)));

    @BeforeEach
    void train() {
        teacher.fit(new DataSet(GraphTeachers.images(), GraphTeachers.classes()));
    }

    private Growth<ComputationGraph> growth() {
        return Net2Net.from(teacher)
                .widenAll(Layers.all())
                .times(1.7)
                .deepenAfter("a1")
                .enlargeKernel("b1")
                .to(5, 5)
                .seed(9);
    }

    private static double[] parameters(ComputationGraph network) {
        return network.params().dup().data().asDouble();
    }

    @Test
    void teacher_is_as_it_was() {
        double[] parameters = parameters(teacher);
        double[] state = teacher.getUpdater().getStateViewArray().dup().data().asDouble();
        String configuration = teacher.getConfiguration().toJson();

        ComputationGraph student = growth().verifyOn(Probes.features(GraphTeachers.images()))
                .grow()
                .network();
        student.fit(new DataSet(GraphTeachers.images(), GraphTeachers.classes()));
        student.setLearningRate(7);

        assertThat(parameters(teacher)).isEqualTo(parameters);
        assertThat(teacher.getUpdater().getStateViewArray().dup().data().asDouble())
                .isEqualTo(state);
        assertThat(teacher.getConfiguration().toJson()).isEqualTo(configuration);
    }

    @Test
    void same_recipe_gives_the_same_student() {
        ComputationGraph first = growth().grow().network();
        ComputationGraph second = growth().grow().network();

        assertThat(parameters(second)).isEqualTo(parameters(first));
        assertThat(second.getConfiguration().toJson())
                .isEqualTo(first.getConfiguration().toJson());
        assertThat(parameters(growth().seed(10).grow().network())).isNotEqualTo(parameters(first));
    }

    @Test
    void student_that_was_saved_is_the_same(@TempDir Path folder) throws IOException {
        ComputationGraph student = growth().grow().network();
        File file = folder.resolve("student.zip").toFile();
        ModelSerializer.writeModel(student, file, true);
        ComputationGraph loaded = ModelSerializer.restoreComputationGraph(file);

        assertThat(parameters(loaded)).isEqualTo(parameters(student));
        assertThat(loaded.outputSingle(GraphTeachers.images())).isEqualTo(student.outputSingle(GraphTeachers.images()));
    }
}
