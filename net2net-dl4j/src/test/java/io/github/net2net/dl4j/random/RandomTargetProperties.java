package io.github.net2net.dl4j.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.GrowthPlan;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.layer.OwnKinds;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.WeightConstraints;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** What a random recipe makes of a random network can be reached by its configuration alone. */
class RandomTargetProperties {

    @Provide
    Arbitrary<List<Integer>> decisions() {
        return Decisions.numbers(200);
    }

    @Property(tries = 150, seed = "20261122", edgeCases = EdgeCasesMode.NONE)
    void configuration_ofAStudent_isReached(@ForAll("decisions") List<Integer> numbers) {
        Decisions decisions = new Decisions(numbers);
        RandomNetwork.Teacher teacher = RandomNetwork.from(decisions);
        Assume.that(teacher.runs());
        RandomSteps<MultiLayerNetwork> random = RandomGrowth.of(decisions, teacher);
        Growth<MultiLayerNetwork> recipe = random.growth();
        boolean grows = random.taken() > 0 && isReachable(recipe.plan());
        Statistics.label("grows").collect(grows);
        Assume.that(grows);
        MultiLayerNetwork student = recipe.grow().network();
        MultiLayerConfiguration target = student.getLayerWiseConfigurations();
        Growth<MultiLayerNetwork> toward = toward(teacher, target, recipe);
        MultiLayerNetwork reached = toward.grow().network();
        assertThat(reached.getnLayers()).isEqualTo(student.getnLayers());
        for (int i = 0; i < student.getnLayers(); i++) {
            assertThat(reached.getLayer(i).conf().getLayer().getClass())
                    .isEqualTo(student.getLayer(i).conf().getLayer().getClass());
        }
        for (String name : student.paramTable().keySet()) {
            assertThat(reached.getParam(name).shape())
                    .as(name)
                    .isEqualTo(student.getParam(name).shape());
        }
    }

    /** Whether the steps are those of a route: no dropout layers, and no products of weights. */
    private static boolean isReachable(GrowthPlan plan) {
        return !plan.toString().contains("dropout")
                && plan.headlines().stream().noneMatch(line -> line.startsWith("factorize"));
    }

    private static Growth<MultiLayerNetwork> toward(
            RandomNetwork.Teacher teacher, MultiLayerConfiguration target, Growth<MultiLayerNetwork> recipe) {
        try {
            return Net2Net.with(OwnKinds.ALL)
                    .from(teacher.network(), teacher.inputType())
                    .weightConstraints(WeightConstraints.DROP)
                    .toward(target, Deepening.uncalibrated());
        } catch (GrowthException refusal) {
            throw new AssertionError(recipe.plan() + " of " + teacher, refusal);
        }
    }

    @Tag("long")
    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void configurations_ofStudentsNeverSeenBefore_areToo(@ForAll("decisions") List<Integer> numbers) {
        configuration_ofAStudent_isReached(numbers);
    }
}
