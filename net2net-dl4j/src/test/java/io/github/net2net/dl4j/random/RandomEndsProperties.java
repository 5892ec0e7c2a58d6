package io.github.net2net.dl4j.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.Inspection;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.layer.OwnKinds;
import io.github.net2net.rule.WeightConstraints;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;

/** Whatever the network and whatever was done before: more inputs and classes, and shrinking, keep the function. */
class RandomEndsProperties {

    @Provide
    Arbitrary<List<Integer>> decisions() {
        return Decisions.numbers(200);
    }

    private static Growth<MultiLayerNetwork> tried(
            Growth<MultiLayerNetwork> growth, UnaryOperator<Growth<MultiLayerNetwork>> word) {
        try {
            return word.apply(growth);
        } catch (GrowthException refused) {
            return growth;
        }
    }

    @Property(tries = 80, seed = "20261122", edgeCases = EdgeCasesMode.NONE)
    void more_inputs_and_classes_keep_the_function(@ForAll("decisions") List<Integer> numbers) {
        Decisions decisions = new Decisions(numbers);
        RandomNetwork.Teacher teacher = RandomNetwork.from(decisions);
        Assume.that(teacher.runs() && teacher.network().params().dataType() == DataType.DOUBLE);
        Growth<MultiLayerNetwork> inner = RandomGrowth.of(decisions, teacher).growth();
        int more = decisions.between(1, 4);
        Growth<MultiLayerNetwork> withInputs = tried(inner, growth -> growth.addInputs("input", more));
        Growth<MultiLayerNetwork> growth = tried(withInputs, each -> each.addClasses(more));
        Statistics.label("inputs").collect(withInputs == inner ? "refused" : "added");
        Statistics.label("classes").collect(growth == withInputs ? "refused" : "added");
        Preserved.check(teacher.network(), growth.grow(), Probes.features(teacher.features()), teacher);
    }

    @Property(tries = 80, seed = "20261122", edgeCases = EdgeCasesMode.NONE)
    void shrinking_a_student_keeps_the_function(@ForAll("decisions") List<Integer> numbers) {
        Decisions decisions = new Decisions(numbers);
        RandomNetwork.Teacher teacher = RandomNetwork.from(decisions);
        Assume.that(teacher.runs() && teacher.network().params().dataType() == DataType.DOUBLE);
        MultiLayerNetwork student =
                RandomGrowth.of(decisions, teacher).growth().grow().network();
        Growth<MultiLayerNetwork> start =
                Net2Net.with(OwnKinds.ALL).from(student, teacher.inputType()).weightConstraints(WeightConstraints.KEEP);
        Growth<MultiLayerNetwork> shrinking = tried(start, Growth::shrink);
        Statistics.label("shrinking").collect(shrinking == start ? "refused" : "shrunken");
        if (shrinking != start) {
            Grown<MultiLayerNetwork> shrunken = shrinking.grow();
            assertThat(shrunken.network().numParams()).isLessThan(student.numParams());
            Preserved.check(student, shrunken, Probes.features(teacher.features()), teacher);
        }
    }

    @Property(tries = 20, seed = "20261122", edgeCases = EdgeCasesMode.NONE)
    void what_an_inspection_says_can_be_done(@ForAll("decisions") List<Integer> numbers) {
        RandomNetwork.Teacher teacher = RandomNetwork.from(new Decisions(numbers));
        Growth<MultiLayerNetwork> growth = Net2Net.with(OwnKinds.ALL)
                .from(teacher.network(), teacher.inputType())
                .weightConstraints(WeightConstraints.KEEP);
        for (Inspection.Layer layer : growth.inspect().layers()) {
            for (Inspection.Way way : layer.ways()) {
                way.widths()
                        .forEach(width -> assertThat(growth.widen(layer.name())
                                        .to(width)
                                        .plan()
                                        .isExact())
                                .as("%s to %s", layer.name(), width)
                                .isTrue());
            }
        }
    }

    @Tag("long")
    @Property(tries = 4000, edgeCases = EdgeCasesMode.NONE)
    void ends_of_networks_never_seen_before(@ForAll("decisions") List<Integer> numbers) {
        more_inputs_and_classes_keep_the_function(numbers);
        shrinking_a_student_keeps_the_function(numbers);
    }
}
