package io.github.net2net.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.graph.LayerSelector;
import io.github.net2net.plan.Amount;
import io.github.net2net.plan.Step;
import io.github.net2net.transform.BatchNormRule;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Steps, as objects that begin with the step's name. */
final class StepsJson {
    private static final String WIDEN = "widen";
    private static final String WIDEN_ALL = "widenAll";
    private static final String DEEPEN_AFTER = "deepenAfter";
    private static final String ENLARGE_KERNEL = "enlargeKernel";

    private StepsJson() {}

    static ObjectNode write(Step step) {
        ObjectNode object = Documents.NODES.objectNode();
        if (step instanceof Step.Widen widen) {
            return copying(amount(object.put(WIDEN, widen.layer()), widen.amount()), widen.copying());
        } else if (step instanceof Step.WidenAll widenAll) {
            object.set(WIDEN_ALL, selector(widenAll.selector()));
            return copying(amount(object, widenAll.amount()), widenAll.copying());
        } else if (step instanceof Step.Deepen deepen) {
            return batchNorm(object.put(DEEPEN_AFTER, deepen.after()), deepen.batchNorm());
        }
        Step.EnlargeKernel enlarge = (Step.EnlargeKernel) step;
        return object.put(ENLARGE_KERNEL, enlarge.layer()).set("to", RulesJson.integers(enlarge.sizes()));
    }

    static Step read(Value value) {
        Fields fields = value.fields();
        String word = fields.oneOf(WIDEN, WIDEN_ALL, DEEPEN_AFTER, ENLARGE_KERNEL);
        Value subject = fields.get(word);
        Step step = switch (word) {
            case WIDEN -> new Step.Widen(subject.text(), amount(fields), copying(fields));
            case WIDEN_ALL -> new Step.WidenAll(selector(subject), times(fields.get("times")), copying(fields));
            case DEEPEN_AFTER -> new Step.Deepen(subject.text(), batchNorm(fields));
            default -> enlargeKernel(subject.text(), fields.get("to"));
        };
        fields.done();
        return step;
    }

    private static Step enlargeKernel(String layer, Value to) {
        ImmutableIntArray sizes = to.integers();
        return to.made(() -> new Step.EnlargeKernel(layer, sizes));
    }

    private static ObjectNode copying(ObjectNode object, Step.Copying copying) {
        RecipeDocument.set(object, "donors", copying.donors(), RulesJson::donors);
        RecipeDocument.set(object, "shares", copying.shares(), RulesJson::shares);
        return object;
    }

    private static Step.Copying copying(Fields fields) {
        return new Step.Copying(
                RecipeDocument.read(fields, "donors", RulesJson::donors),
                RecipeDocument.read(fields, "shares", RulesJson::shares));
    }

    private static ObjectNode amount(ObjectNode object, Amount amount) {
        if (amount instanceof Amount.To to) {
            return object.put("to", to.channels());
        } else if (amount instanceof Amount.By by) {
            return object.put("by", by.more());
        }
        return object.put("times", ((Amount.Times) amount).factor());
    }

    private static Amount amount(Fields fields) {
        String word = fields.oneOf("to", "by", "times");
        Value value = fields.get(word);
        return switch (word) {
            case "to" -> counted(value, Amount.To::new);
            case "by" -> counted(value, Amount.By::new);
            default -> times(value);
        };
    }

    private static Amount counted(Value value, IntFunction<Amount> amount) {
        int channels = value.integer();
        return value.made(() -> amount.apply(channels));
    }

    private static Amount.Times times(Value value) {
        double factor = value.number();
        return value.made(() -> new Amount.Times(factor));
    }

    private static JsonNode selector(LayerSelector selector) {
        if (selector instanceof LayerSelector.OfKind kind) {
            return Documents.NODES.objectNode().put("kind", kind.kind());
        } else if (selector instanceof LayerSelector.OneOf named) {
            ArrayNode names = Documents.NODES.arrayNode();
            named.names().forEach(names::add);
            return Documents.NODES.objectNode().set("layers", names);
        }
        return RulesJson.word(selector instanceof LayerSelector.Convolutions ? "convolutions" : "everything");
    }

    private static LayerSelector selector(Value value) {
        if (value.node().isTextual() && value.text().equals("everything")) {
            return new LayerSelector.Everything();
        } else if (value.node().isTextual() && value.text().equals("convolutions")) {
            return new LayerSelector.Convolutions();
        } else if (!value.node().isObject()) {
            throw value.insteadOf("\"everything\", \"convolutions\", {\"kind\": \"..\"} or {\"layers\": [..]}");
        }
        Fields fields = value.fields();
        boolean kind = fields.oneOf("kind", "layers").equals("kind");
        LayerSelector selector =
                kind ? new LayerSelector.OfKind(fields.get("kind").text()) : named(fields.get("layers"));
        fields.done();
        return selector;
    }

    private static LayerSelector named(Value layers) {
        ImmutableSet<String> names = ImmutableSet.copyOf(layers.list(Value::text));
        return layers.made(() -> new LayerSelector.OneOf(names));
    }

    private static ObjectNode batchNorm(ObjectNode object, BatchNormRule rule) {
        if (rule instanceof BatchNormRule.Calibrated calibrated) {
            return calibrated(object, calibrated.data().toString());
        } else if (rule instanceof BatchNormRule.AwaitsData awaited) {
            return calibrated(object, awaited.data());
        } else if (rule instanceof BatchNormRule.Uncalibrated) {
            return object.put("batchNorm", "uncalibrated");
        }
        return rule instanceof BatchNormRule.Omitted ? object.put("batchNorm", "omitted") : object;
    }

    private static ObjectNode calibrated(ObjectNode object, String data) {
        return object.put("batchNorm", "calibrated").put("data", data);
    }

    private static BatchNormRule batchNorm(Fields fields) {
        @Nullable Value word = fields.find("batchNorm");
        if (word == null) {
            return new BatchNormRule.Unstated();
        }
        return switch (word.text()) {
            case "calibrated" -> new BatchNormRule.AwaitsData(fields.get("data").text());
            case "uncalibrated" -> new BatchNormRule.Uncalibrated();
            case "omitted" -> new BatchNormRule.Omitted();
            default -> throw word.insteadOf("\"calibrated\", \"uncalibrated\" or \"omitted\"");
        };
    }
}
