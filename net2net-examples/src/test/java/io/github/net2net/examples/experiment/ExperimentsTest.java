package io.github.net2net.examples.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Growth;
import io.github.net2net.dl4j.Calibration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ExperimentsTest {
    private static final Experiment.Task COLOR = new Experiment.Task(3, 32, 10);
    private static final Experiment.Task TEXT = new Experiment.Task(1, 5, 6);

    static Stream<Experiment> all() {
        return Experiments.all().stream();
    }

    @Test
    void experiments_areFoundByThemselves() {
        assertThat(all().map(experiment -> experiment.about().name()))
                .contains(
                        "cifar10-deep",
                        "cifar10-deep20",
                        "cifar10-wide",
                        "inception",
                        "lifelong",
                        "mnist",
                        "text-attention",
                        "text-lstm")
                .doesNotHaveDuplicates()
                .isSorted();
    }

    private static Experiment.Task taskOf(Experiment experiment) {
        return switch (experiment.about().name()) {
            case "mnist" -> new Experiment.Task(1, 28, 10);
            case "text-attention", "text-lstm" -> TEXT;
            default -> COLOR;
        };
    }

    @ParameterizedTest
    @MethodSource("all")
    void runs_startFromEarlierOnes_atIterationsThatTheseReach(Experiment experiment) {
        for (double share : new double[] {1, 0.1, 0.0137, 0.0001}) {
            List<Run> runs = experiment.runs(taskOf(experiment), new Experiment.Length(share));
            Map<String, Integer> earlier = new HashMap<>();
            for (Run run : runs) {
                if (run.origin() instanceof Run.Grown grown) {
                    assertThat(earlier).containsKey(grown.from());
                    assertThat(grown.at()).isBetween(1, earlier.get(grown.from()));
                }
                assertThat(earlier.put(run.name(), run.iterations())).isNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void baselinesAndReferences_areRuns(Experiment experiment) {
        List<String> names = experiment.runs(taskOf(experiment), Experiment.Length.FULL).stream()
                .map(Run::name)
                .toList();

        experiment.baseline().ifPresent(baseline -> assertThat(names).contains(baseline));
        assertThat(experiment.references())
                .allSatisfy(reference -> assertThat(reference.run()).isIn(names));
    }

    @ParameterizedTest
    @MethodSource("all")
    void rivals_areTrainedFromScratch_onTheSamePart(Experiment experiment) {
        Map<String, Run> runs = new HashMap<>();
        for (Run run : experiment.runs(taskOf(experiment), Experiment.Length.FULL)) {
            runs.put(run.name(), run);
        }
        for (Run run : runs.values()) {
            if (run.rival() != null) {
                Run rival = runs.get(run.rival());
                assertThat(rival.origin()).isInstanceOf(Run.Fresh.class);
                assertThat(rival.part()).isEqualTo(run.part());
            }
        }
    }

    @Test
    void studentsOfInception_haveTheShapeTrainedFromScratch() {
        Map<String, Long> parameters = parameters(new InceptionExperiment());

        assertThat(parameters.get("wider"))
                .isEqualTo(parameters.get("from scratch"))
                .isEqualTo(parameters.get("random pad"));
        assertThat(parameters.get("wider and deeper")).isGreaterThan(parameters.get("wider"));
        assertThat(parameters.get("beyond ×1")).isGreaterThan(parameters.get("wider and deeper"));
    }

    @Test
    void deepestStudents_haveTheShapeTrainedFromScratch() {
        Map<String, Long> eight = parameters(new Cifar10Deep());
        Map<String, Long> twenty = parameters(new Cifar10Deep20());

        assertThat(eight.get("8 layers")).isEqualTo(eight.get("from scratch"));
        assertThat(twenty.get("20 layers")).isEqualTo(twenty.get("from scratch"));
        assertThat(twenty.get("teacher")).isEqualTo(eight.get("from scratch"));
    }

    static Stream<Experiment> wide() {
        return Stream.of(new Cifar10Wide(), new TextLstm(), new TextAttention());
    }

    @ParameterizedTest
    @MethodSource("wide")
    void wideStudents_haveTheShapeTrainedFromScratch(Experiment experiment) {
        Map<String, Long> parameters = parameters(experiment);

        assertThat(parameters.get("wider"))
                .isEqualTo(parameters.get("from scratch"))
                .isEqualTo(parameters.get("random pad"))
                .isGreaterThan(parameters.get("teacher"));
    }

    @Test
    void networkThatGrowsWithItsData_hasTheShapeTrainedAnewAtEachStage() {
        Map<String, Long> parameters = parameters(new LifelongExperiment());

        for (int stage = 2; stage <= 4; stage++) {
            assertThat(parameters.get("grown, stage " + stage)).isEqualTo(parameters.get("anew, stage " + stage));
        }
        assertThat(parameters.get("grown, stage 4")).isGreaterThan(parameters.get("grown, stage 1"));
    }

    /** Of each run's network, by the run's name. */
    private static Map<String, Long> parameters(Experiment experiment) {
        Experiment.Task task = taskOf(experiment);
        INDArray images = task == TEXT ? Nd4j.ones(DataType.FLOAT, 4, 25) : Nd4j.rand(DataType.FLOAT, 4, 3, 32, 32);
        Map<String, Model> networks = new HashMap<>();
        Map<String, Long> parameters = new HashMap<>();
        for (Run run : experiment.runs(task, Experiment.Length.FULL)) {
            Model network = run.origin() instanceof Run.Grown grown
                    ? grown(new Trainee(networks.get(grown.from())).growth(images), grown, images)
                    : ((Run.Fresh) run.origin()).network().apply(1);
            networks.put(run.name(), network);
            parameters.put(run.name(), network.numParams());
        }
        return parameters;
    }

    private static Model grown(Growth<? extends Model> teacher, Run.Grown origin, INDArray images) {
        return teacher.apply(origin.growing().recipe(Calibration.calibratedOn(images)))
                .grow()
                .network();
    }
}
