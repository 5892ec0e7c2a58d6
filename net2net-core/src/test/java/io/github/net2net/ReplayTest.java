package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.net2net.example.PlainMlp;
import io.github.net2net.example.PlainMlpAdapter;
import io.github.net2net.example.PlainMlpProbe;
import io.github.net2net.reference.Batch;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Layers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Plans that are stored, and carried out once more. */
class ReplayTest {
    private static final Recipe RECIPE =
            Recipe.of().widen("layer0").to(9).deepenAfter("layer1").seed(42);

    private static PlainMlp teacher(long seed, int... sizes) {
        return PlainMlpProbe.network(seed, sizes);
    }

    private static Growth<PlainMlp> growth(PlainMlp teacher) {
        return Growth.of(new PlainMlpAdapter(), teacher);
    }

    private static GrowthPlan plan() {
        return growth(teacher(4, 3, 6, 5, 2)).apply(RECIPE).plan();
    }

    private static GrowthPlan stored() {
        return GrowthPlan.fromJson(plan().toJson());
    }

    private static String bits(PlainMlp network) {
        return Arrays.deepToString(network.weights()) + Arrays.deepToString(network.biases());
    }

    @Test
    void a_plan_read_is_the_plan_written() {
        assertThat(stored()).isEqualTo(plan()).hasSameHashCodeAs(plan());
        assertThat(stored().recipe()).isEqualTo(RECIPE);
        assertThat(stored().toJson()).isEqualTo(plan().toJson());
        assertThat(stored()).hasToString(plan().toString());
    }

    @Test
    void a_plan_says_who_is_copied_and_what_for() {
        String json = plan().toJson();

        assertThat(json).containsIgnoringWhitespaces("""
                    "steps": [ {
                      "headline": "widen layer0 6 -> 9",
                      "notes": [ ],
                      "edits": [ {
                        "target": "layer0.*",
                        "changes": [ {
                          "sizes": "out 6->9",
                          "values": "copy"
                        } ]""");
        assertThat(json).containsIgnoringWhitespaces("""
                      "donors": [ {
                        "layers": [ "layer0" ],
                        "teacherChannels": 6,
                        "added": [ 5, 3, 1 ]""");
        assertThat(json).containsIgnoringWhitespaces("""
                    "nodes": [ {
                      "name": "input",
                      "kind": "input",
                      "reads": [ ],
                      "channels": 3,
                      "parameters": { },
                      "details": [ ]
                    }, {
                      "name": "layer0",
                      "kind": "dense layer",
                      "reads": [ "input" ],
                      "channels": 6,
                      "parameters": {
                        "W": [ 3, 6 ],
                        "b": [ 6 ]
                      },
                      "details": [ ]
                    }""");
    }

    @Test
    void on_the_same_teacher_the_student_has_the_same_bits() {
        PlainMlp teacher = teacher(4, 3, 6, 5, 2);
        PlainMlp first = growth(teacher).apply(RECIPE).grow().network();
        PlainMlp second = growth(teacher).replay(stored()).grow().network();

        assertThat(bits(second)).isEqualTo(bits(first));
        assertThat(bits(growth(teacher).replay(stored()).seed(43).grow().network()))
                .isNotEqualTo(bits(first));
    }

    @Test
    void on_another_teacher_of_the_architecture_it_preserves_the_function() {
        for (long seed = 5; seed < 10; seed++) {
            PlainMlp teacher = teacher(seed, 3, 6, 5, 2);
            Growth<PlainMlp> replay = growth(teacher).replay(stored());
            double[] input = {0.3, -1.2, 0.8};

            assertThat(replay.plan()).isEqualTo(stored());
            assertThat(replay.grow().network().output(input))
                    .containsExactly(teacher.output(input), within(Tolerances.DOUBLE));
        }
    }

    private static void assertRefused(PlainMlp other, String difference) {
        assertThatThrownBy(() -> growth(other).replay(stored()))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot replay the plan: it was made for a network " + difference + ". Replay it on"
                        + " networks of one architecture, or apply its recipe() and look at the new plan.");
    }

    @Test
    void another_architecture_is_refused_with_the_first_difference() {
        assertRefused(teacher(4, 3, 6, 7, 2), "whose 'layer1' has 5 channels; this one's has 7 channels");
        assertRefused(teacher(4, 2, 6, 7, 2), "whose 'input' has 3 channels; this one's has 2 channels");
        assertRefused(teacher(4, 3, 6, 5, 2, 2), "whose node 7 is missing; this one's is 'layer2/relu'");
    }

    @Test
    void other_wiring_is_refused() {
        String json = plan().toJson();
        String rewired = json.replace("\"reads\": [ \"layer0/relu\" ]", "\"reads\": [ \"layer0\" ]");

        assertThat(rewired).isNotEqualTo(json);
        assertThatThrownBy(() -> growth(teacher(4, 3, 6, 5, 2)).replay(GrowthPlan.fromJson(rewired)))
                .hasMessageContaining("whose 'layer1' reads [layer0]; this one's reads [layer0/relu].");
    }

    @Test
    void other_outputs_are_refused() {
        String json = plan().toJson();
        String renamed = json.replace("\"outputs\": [ \"layer2\" ]", "\"outputs\": [ \"layer1\" ]");

        assertThat(renamed).isNotEqualTo(json);
        assertThatThrownBy(() -> growth(teacher(4, 3, 6, 5, 2)).replay(GrowthPlan.fromJson(renamed)))
                .hasMessageContaining("a network with the outputs [layer1]; this one's are [layer2].");
    }

    @Test
    void another_stride_is_refused() {
        Growth<GraphNet> growth = Growth.of(new GraphNetAdapter(), Teachers.residual());
        String json = growth.widen("conv1").to(9).plan().toJson();
        String strided = json.replaceFirst("kernel 3, stride 1", "kernel 3, stride 2");

        assertThat(strided).isNotEqualTo(json);
        assertThatThrownBy(() -> growth.replay(GrowthPlan.fromJson(strided)))
                .hasMessageContaining("whose 'conv1' has [kernel 3, stride 2, dilation 1, padding same]")
                .hasMessageContaining("this one's has [kernel 3, stride 1, dilation 1, padding same].");
    }

    @Test
    void a_plan_after_other_steps_is_refused() {
        Growth<PlainMlp> begun = growth(teacher(4, 3, 6, 5, 2)).widen("layer1").by(1);

        assertThatThrownBy(() -> begun.replay(stored()))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot replay a plan after other steps: it holds everything from the teacher on."
                        + " Call replay(plan) first.");
    }

    @Test
    void a_plan_that_comes_out_differently_is_refused() {
        String json = plan().toJson();
        String wider = json.replace("\"channels\": 9", "\"channels\": 10");
        String otherDonors = json.replaceAll("\"added\": \\[ .*?]", "\"added\": [ 0, 0, 0 ]");

        assertDiffers(wider, "step 1 was 'widen layer0 6 -> 9' and would now be 'widen layer0 6 -> 10'");
        assertDiffers(
                otherDonors,
                "step 1, 'widen layer0 6 -> 9', copied [[0, 0, 0] in layer0] and would now copy "
                        + json.replaceAll("(?s).*\"added\": \\[ (.*?) ].*", "[[$1] in layer0]"));
        assertDiffers(
                json.replaceFirst("\"inference\": true", "\"inference\": false"),
                "it was 2 steps from 71 to 128 parameters, approximate and would now be 2 steps from 71 to 128"
                        + " parameters, exact");
    }

    private static void assertDiffers(String json, String difference) {
        assertThatThrownBy(() -> growth(teacher(4, 3, 6, 5, 2)).replay(GrowthPlan.fromJson(json)))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot replay the plan: it comes out differently: " + difference + ". It was changed by"
                        + " hand, or another version of net2net stored it. Use that version, or apply its recipe() and"
                        + " look at the new plan.");
    }

    @Test
    void a_damaged_plan_is_refused_with_the_place() {
        String json = plan().toJson();

        assertThatThrownBy(() -> GrowthPlan.fromJson(json.replace("\"channels\": 9", "\"channels\": true")))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot read the plan: recipe.steps[0].amount.channels is true; give a whole number.");
        assertThatThrownBy(() -> GrowthPlan.fromJson(json.replace("\"teacherChannels\": 6", "\"teacherChannels\": 1")))
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("cannot read the plan: steps[0].donors[0]: source ");
    }

    @Test
    void a_plan_that_needs_data_says_so_and_gets_it() {
        GraphNet teacher = Teachers.residual();
        Batch batch = Batch.random(teacher, Teachers.POSITIONS, 3);
        Growth<GraphNet> growth = Growth.of(new GraphNetAdapter(), teacher)
                .widenAll(Layers.all())
                .times(1.5)
                .deepenAfter("conv3", Deepening.identityUnit().batchNorm(Deepening.calibratedOn(batch)));
        GrowthPlan plan = GrowthPlan.fromJson(growth.plan().toJson());

        assertThat(plan.awaitsData()).isTrue();
        assertThat(plan.toString()).endsWith("awaiting data: give it with withData(calibratedOn(data))");
        assertThatThrownBy(() -> Growth.of(new GraphNetAdapter(), teacher).replay(plan))
                .isInstanceOf(GrowthException.class)
                .hasMessage("cannot deepen after 'conv3': its batch norm 'bn3' was calibrated on data (" + batch
                        + "), which JSON does not hold. Give the data: withData(calibratedOn(data)).");
        GraphNet student = Growth.of(new GraphNetAdapter(), teacher)
                .replay(plan.withData(Deepening.calibratedOn(batch)))
                .grow()
                .network();
        growth.grow()
                .network()
                .params()
                .forEach((key, value) -> assertThat(student.params().get(key).values())
                        .as(key.toString())
                        .isEqualTo(value.values()));
    }
}
