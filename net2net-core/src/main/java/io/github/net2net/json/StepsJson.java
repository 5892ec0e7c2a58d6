package io.github.net2net.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableSet;
import io.github.net2net.graph.LayerSelector;
import io.github.net2net.plan.Amount;
import io.github.net2net.plan.Step;
import io.github.net2net.transform.BatchNormRule;
import org.jspecify.annotations.Nullable;

/** Steps, as objects that begin with the step's word. */
final class StepsJson {
    private static final String WIDEN = "widen";
    private static final String WIDEN_ALL = "widenAll";
    private static final String DEEPEN_AFTER = "deepenAfter";
    private static final String ENLARGE_KERNEL = "enlargeKernel";

    private StepsJson() {}

    static ObjectNode write(Step step) {
        ObjectNode object = Documents.NODES.objectNode();
        if (step instanceof Step.Widen widen) {
            return amount(object.put(WIDEN, widen.layer()), widen.amount());
        } else if (step instanceof Step.WidenAll widenAll) {
            object.set(WIDEN_ALL, selector(widenAll.selector()));
            return amount(object, widenAll.amount());
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
            case WIDEN -> new Step.Widen(subject.text(), amount(fields));
            case WIDEN_ALL -> new Step.WidenAll(selector(subject), times(fields.get("times")));
            case DEEPEN_AFTER -> new Step.Deepen(subject.text(), batchNorm(fields));
            default -> new Step.EnlargeKernel(subject.text(), fields.get("to").integers());
        };
        fields.done();
        return step;
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
            case "to" -> new Amount.To(value.integer());
            case "by" -> {
                int more = value.integer();
                yield value.made(() -> new Amount.By(more));
            }
            default -> times(value);
        };
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
        return RulesJson.word("everything");
    }

    private static LayerSelector selector(Value value) {
        if (value.node().isTextual() && value.text().equals("everything")) {
            return new LayerSelector.Everything();
        } else if (!value.node().isObject()) {
            throw value.insteadOf("\"everything\", {\"kind\": \"..\"} or {\"layers\": [..]}");
        }
        Fields fields = value.fields();
        boolean kind = fields.oneOf("kind", "layers").equals("kind");
        LayerSelector selector = kind
                ? new LayerSelector.OfKind(fields.get("kind").text())
                : new LayerSelector.OneOf(
                        ImmutableSet.copyOf(fields.get("layers").list(Value::text)));
        fields.done();
        return selector;
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
