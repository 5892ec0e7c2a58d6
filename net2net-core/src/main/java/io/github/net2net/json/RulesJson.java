package io.github.net2net.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.spi.LearningRateRule;
import io.github.net2net.spi.WeightConstraints;
import io.github.net2net.transform.DonorRule;
import io.github.net2net.transform.ShareRule;
import io.github.net2net.transform.SymmetryRule;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** The rules that hold for all steps: a word, or an object of one word and what it says more. */
final class RulesJson {
    private static final String GIVEN = "given";
    private static final String ZERO_SUM_NOISE = "zeroSumNoise";
    private static final String UNEVEN_SHARES = "unevenShares";
    private static final String INCOMING_NOISE = "incomingNoise";
    private static final String DROPOUT = "dropout";

    private RulesJson() {}

    static JsonNode donors(DonorRule rule) {
        if (rule instanceof DonorRule.GivenDonors given) {
            return Documents.NODES.objectNode().set(GIVEN, integers(given.donors()));
        } else if (rule instanceof DonorRule.CyclicDonors) {
            return word("cyclic");
        }
        return word(rule instanceof DonorRule.FreshChannels ? "fresh" : "random");
    }

    static DonorRule donors(Value value) {
        if (value.node().isObject()) {
            Fields fields = value.fields();
            ImmutableIntArray donors = fields.get(GIVEN).integers();
            fields.done();
            return value.made(() -> new DonorRule.GivenDonors(donors));
        }
        return switch (value.text()) {
            case "random" -> new DonorRule.RandomDonors();
            case "cyclic" -> new DonorRule.CyclicDonors();
            case "fresh" -> new DonorRule.FreshChannels();
            default -> throw value.insteadOf("\"random\", \"cyclic\", \"fresh\" or {\"given\": [..]}");
        };
    }

    static JsonNode shares(ShareRule rule) {
        if (rule instanceof ShareRule.UnevenShares uneven) {
            return amount("uneven", uneven.spread());
        } else if (rule instanceof ShareRule.BalancedShares) {
            return word("balanced");
        }
        return word(rule instanceof ShareRule.OriginalShares ? "original" : "equal");
    }

    static ShareRule shares(Value value) {
        if (value.node().isObject()) {
            return amount(value, "uneven", ShareRule.UnevenShares::new);
        }
        return switch (value.text()) {
            case "equal" -> new ShareRule.EqualShares();
            case "balanced" -> new ShareRule.BalancedShares();
            case "original" -> new ShareRule.OriginalShares();
            default -> throw value.insteadOf("\"equal\", \"balanced\", \"original\" or {\"uneven\": spread}");
        };
    }

    static JsonNode symmetry(SymmetryRule rule) {
        if (rule instanceof SymmetryRule.ZeroSumNoise noise) {
            return amount(ZERO_SUM_NOISE, noise.relative());
        } else if (rule instanceof SymmetryRule.UnevenSplit split) {
            return amount(UNEVEN_SHARES, split.spread());
        } else if (rule instanceof SymmetryRule.IncomingNoise noise) {
            return amount(INCOMING_NOISE, noise.relative());
        } else if (rule instanceof SymmetryRule.DropoutOnCopies dropout) {
            return amount(DROPOUT, dropout.rate());
        }
        return word("none");
    }

    static SymmetryRule symmetry(Value value) {
        if (value.node().isObject()) {
            String word = value.fields().oneOf(ZERO_SUM_NOISE, UNEVEN_SHARES, INCOMING_NOISE, DROPOUT);
            return switch (word) {
                case ZERO_SUM_NOISE -> amount(value, word, SymmetryRule.ZeroSumNoise::new);
                case UNEVEN_SHARES -> amount(value, word, SymmetryRule.UnevenSplit::new);
                case INCOMING_NOISE -> amount(value, word, SymmetryRule.IncomingNoise::new);
                default -> amount(value, word, SymmetryRule.DropoutOnCopies::new);
            };
        }
        if (!value.text().equals("none")) {
            throw value.insteadOf("\"none\", or an object such as {\"zeroSumNoise\": 0.5}");
        }
        return new SymmetryRule.Unbroken();
    }

    static JsonNode rate(LearningRateRule rule) {
        return Documents.NODES
                .objectNode()
                .put("follow", rule.follows())
                .put("times", rule.factor())
                .put("warmUp", rule.warmUpIterations());
    }

    static WeightConstraints constraints(Value value) {
        String word = value.text();
        return Arrays.stream(WeightConstraints.values())
                .filter(rule -> rule.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> value.insteadOf("\"exact\", \"keep\" or \"drop\""));
    }

    static LearningRateRule rate(Value value) {
        Fields fields = value.fields();
        boolean follows = fields.get("follow").flag();
        double factor = fields.get("times").number();
        int warmUp = fields.get("warmUp").integer();
        fields.done();
        return value.made(() -> new LearningRateRule(follows, factor, warmUp));
    }

    static ArrayNode integers(ImmutableIntArray values) {
        ArrayNode list = Documents.NODES.arrayNode();
        values.forEach(list::add);
        return list;
    }

    static JsonNode word(String word) {
        return Documents.NODES.textNode(word);
    }

    private static JsonNode amount(String word, double amount) {
        return Documents.NODES.objectNode().put(word, amount);
    }

    private static <T> T amount(Value value, String word, DoubleFunction<T> rule) {
        Fields fields = value.fields();
        double amount = fields.get(word).number();
        fields.done();
        return value.made(() -> rule.apply(amount));
    }
}
