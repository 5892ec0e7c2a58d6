package io.github.net2net.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.channel.ChannelMap;
import io.github.net2net.json.Architecture.NodeFacts;
import io.github.net2net.json.Outcome.StepOutcome;
import io.github.net2net.plan.Exactness;
import io.github.net2net.plan.PlannedStep.GroupDonors;
import java.util.Collection;
import java.util.stream.IntStream;

/**
 * A plan as JSON.
 *
 * @param recipe what was wished for
 * @param architecture of the network that it was planned for
 * @param outcome what the plan came out as
 */
public record PlanDocument(RecipeDocument recipe, Architecture architecture, Outcome outcome) {
    private static final String KIND = "plan";

    /** The whole text. */
    public String toJson() {
        ObjectNode document = Documents.create(KIND);
        recipe.writeTo(document.putObject("recipe"));
        write(outcome, document.putObject("outcome"));
        write(architecture, document.putObject("architecture"));
        return Documents.print(document);
    }

    private static void write(Outcome outcome, ObjectNode object) {
        object.putObject("parameters")
                .put("teacher", outcome.parameters().get(0))
                .put("student", outcome.parameters().get(1));
        object.put("exact", outcome.exactness().inference())
                .put("exactInTraining", outcome.exactness().training())
                .put("exactWithMasks", outcome.exactness().masks());
        ArrayNode steps = object.putArray("steps");
        for (StepOutcome step : outcome.steps()) {
            ArrayNode donors =
                    steps.addObject().put("headline", step.headline()).putArray("donors");
            step.donors()
                    .forEach(group -> donors.addObject()
                            .put("teacherChannels", group.map().teacherSize())
                            .<ObjectNode>set("layers", texts(group.layers()))
                            .set("added", integers(Outcome.added(group.map()))));
        }
    }

    private static void write(Architecture architecture, ObjectNode object) {
        ArrayNode nodes = object.putArray("nodes");
        for (NodeFacts node : architecture.nodes()) {
            ObjectNode written = nodes.addObject().put("node", node.name()).put("kind", node.kind());
            written.set("reads", texts(node.reads()));
            ObjectNode shapes = written.put("channels", node.channels()).putObject("parameters");
            node.parameters().forEach((name, shape) -> shapes.set(name, integers(shape.asList())));
            written.set("details", texts(node.details()));
        }
        object.set("outputs", texts(architecture.outputs()));
    }

    private static ArrayNode texts(Collection<String> texts) {
        ArrayNode list = Documents.NODES.arrayNode();
        texts.forEach(list::add);
        return list;
    }

    private static ArrayNode integers(Collection<Integer> values) {
        return RulesJson.integers(ImmutableIntArray.copyOf(values));
    }

    /**
     * The plan of a text.
     *
     * @throws io.github.net2net.GrowthException if it is none
     */
    public static PlanDocument fromJson(String text) {
        Fields fields = Documents.parse(text, KIND);
        PlanDocument plan = new PlanDocument(
                RecipeDocument.read(fields.get("recipe").fields()),
                Architecture.read(fields.get("architecture").fields()),
                readOutcome(fields.get("outcome").fields()));
        fields.done();
        return plan;
    }

    private static Outcome readOutcome(Fields fields) {
        Fields parameters = fields.get("parameters").fields();
        ImmutableList<Long> counts = ImmutableList.of(
                parameters.get("teacher").whole(), parameters.get("student").whole());
        parameters.done();
        Outcome outcome = new Outcome(
                counts,
                new Exactness(
                        fields.get("exact").flag(),
                        fields.get("exactInTraining").flag(),
                        fields.get("exactWithMasks").flag()),
                fields.get("steps").list(PlanDocument::readStep));
        fields.done();
        return outcome;
    }

    private static StepOutcome readStep(Value value) {
        Fields fields = value.fields();
        StepOutcome step = new StepOutcome(
                fields.get("headline").text(), fields.get("donors").list(PlanDocument::readDonors));
        fields.done();
        return step;
    }

    private static GroupDonors readDonors(Value value) {
        Fields fields = value.fields();
        ImmutableList<String> layers = fields.get("layers").list(Value::text);
        int teacherChannels = fields.get("teacherChannels").integer();
        ImmutableIntArray added = fields.get("added").integers();
        fields.done();
        IntStream sources = IntStream.concat(IntStream.range(0, teacherChannels), added.stream());
        return value.made(() -> new GroupDonors(layers, ChannelMap.of(teacherChannels, sources.toArray())));
    }
}
