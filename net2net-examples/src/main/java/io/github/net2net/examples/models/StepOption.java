package io.github.net2net.examples.models;

import com.google.errorprone.annotations.Immutable;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.GrowthPlan;
import io.github.net2net.Recipe;
import io.github.net2net.rule.Deepening;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Options that are steps of a growth. They are taken in the order in which they stand on the command line. */
enum StepOption {
    WIDEN(
            "--widen",
            "LAYER=SIZE",
            "Widen a layer, and what is coupled to it: to 96 channels (conv2=96), by 32 (conv2=+32), or times 1.5"
                    + " (conv2=x1.5); of a bidirectional layer, the channels of each direction.",
            StepOption::widen),
    WIDEN_ALL(
            "--widen-all",
            "LAYERS:SIZE",
            "Widen every layer of a kind: conv:x1.5, dense:x2, all:x1.5, or any kind that 'net2net inspect' prints, without"
                    + " the size of a kernel, such as LSTM:x2; or those named: conv1,conv2:x2.",
            value -> {
                Pair pair = Pair.of(value, ':');
                double factor = factor(pair.value);
                return (growth, norms) ->
                        growth.widenAll(Selection.layers(pair.name, growth)).times(factor);
            }),
    BUDGET(
            "--budget",
            "[LAYERS:]N",
            "A step that widens until the whole model has up to N parameters: 5M, 800k; conv:5M widens convolutions"
                    + " only. It does not limit other steps.",
            value -> {
                long parameters = count(value);
                return (growth, norms) ->
                        growth.widenAll(Selection.ofBudget(value, growth)).toBudget(parameters);
            }),
    MULTIPLY_ADDS("--multiply-adds", "[LAYERS:]N", "The same for multiply-adds for one example: 2G.", value -> {
        long multiplyAdds = count(value);
        return (growth, norms) ->
                growth.widenAll(Selection.ofBudget(value, growth)).toMultiplyAdds(multiplyAdds);
    }),
    DEEPEN(
            "--deepen",
            "LAYER[=WAY]",
            "Insert a layer after this one, and after the batch norm and activation that belong to it. WAY: identity (one layer, for ReLU and the like), pair (two layers that add"
                    + " up to the identity, for other activations), slopes (one layer, and a PReLU with slope 1), linear"
                    + " (one layer without activation), separable (a depthwise and a pointwise convolution), residual (a"
                    + " block whose last layer outputs zeros, added to its input) or recurrent (such a block with a recurrent"
                    + " layer), these two in a ComputationGraph only; by default one that is exact. New layers are made like"
                    + " the layer that they follow, or else the nearest one that fits, those before it first, and named after that: conv1_1.",
            value -> {
                Pair pair = Pair.optional(value);
                Deepening way = way(pair.value);
                return (growth, norms) -> norms.deepen(growth, pair.name, way);
            }),
    DEEPEN_ALL(
            "--deepen-all",
            "LAYERS[=WAY]",
            "Insert a layer after each one of a kind, as for --widen-all: conv, dense, all, LSTM, or those named; WAY as"
                    + " for --deepen.",
            value -> {
                Pair pair = Pair.optional(value);
                Deepening way = way(pair.value);
                return (growth, norms) -> growth.deepenAll(Selection.layers(pair.name, growth), norms.set(way));
            }),
    FACTORIZE(
            "--factorize",
            "LAYER=N",
            "Replace a layer's weights by a product of two, with N channels between them.",
            value -> number(
                    value, (layer, n) -> growth -> growth.factorize(layer).to(n))),
    KERNEL("--kernel", "LAYER=HxW", "Enlarge a convolution's kernel: conv1=5x5, or conv1=5 for a square.", value -> {
        Pair pair = Pair.of(value, '=');
        int[] sizes = Arrays.stream(pair.value.split("x", -1))
                .mapToInt(StepOption::whole)
                .toArray();
        return (growth, norms) -> growth.enlargeKernel(pair.name).to(square(sizes, pair.name, growth));
    }),
    HEADS(
            "--heads",
            "LAYER=N",
            "Give an attention layer N heads.",
            value -> number(value, (layer, n) -> growth -> growth.nHeads(layer).to(n))),
    HEAD_SIZE(
            "--head-size",
            "LAYER=N",
            "Enlarge the heads of an attention layer.",
            value ->
                    number(value, (layer, n) -> growth -> growth.headSize(layer).to(n))),
    VOCABULARY(
            "--vocabulary",
            "LAYER=N",
            "Extend the vocabulary of an embedding to N words.",
            value -> number(
                    value,
                    (layer, n) -> growth -> growth.extendVocabulary(layer).to(n))),
    ADD_CLASSES("--add-classes", "[OUTPUT=]N", "Add N classes to the output.", value -> {
        if (value.contains("=")) {
            return number(value, (output, n) -> growth -> growth.addClasses(output, n));
        }
        int classes = whole(value);
        return (growth, norms) -> growth.addClasses(classes);
    }),
    ADD_INPUTS(
            "--add-inputs",
            "[INPUT=]N",
            "Add N channels to the input; of images in rows, such as 784, N is a multiple of that.",
            value -> {
                Pair pair = value.contains("=") ? Pair.of(value, '=') : new Pair("", value);
                int channels = whole(pair.value);
                return (growth, norms) ->
                        growth.addInputs(pair.name.isEmpty() ? Selection.onlyInput(growth) : pair.name, channels);
            }),
    TOWARD(
            "--toward",
            "CONFIG",
            "Find the steps to the architecture of a DL4J configuration (JSON) or of another model, in a DL4J zip or a Keras file.",
            value -> (growth, norms) -> growth.toward(ModelFile.configuration(Path.of(value)), norms.data())),
    RECIPE(
            "--recipe",
            "RECIPE.json",
            "Take the steps and options of a plan that was made for another model, or of a recipe in JSON that the library"
                    + " has written.",
            value -> (growth, norms) -> {
                Recipe recipe = ModelFile.parsed(Path.of(value), StepOption::recipe);
                Deepening.Calibrated data = recipe.awaitsData() ? norms.data() : null;
                return growth.apply(data == null ? recipe : recipe.withData(data));
            });

    private static final Pattern COUNT = Pattern.compile("(?:.*:)?([0-9]+(?:\\.[0-9]+)?)([kKMG]?)");
    private static final Pattern PLAN = Pattern.compile("\"net2net\"\\s*:\\s*\"plan\"");
    private static final Map<String, Integer> ZEROS = Map.of("", 0, "k", 3, "K", 3, "M", 6, "G", 9);
    private static final Map<String, Supplier<Deepening>> WAYS = Map.of(
            "", Deepening::exact,
            "identity", Deepening::identityUnit,
            "pair", Deepening::pairIdentity,
            "slopes", Deepening::slopes,
            "linear", Deepening::linear,
            "separable", Deepening::separable,
            "residual", Deepening::zeroResidual,
            "recurrent", Deepening::zeroRecurrent);

    private final String option;
    private final String label;
    private final String description;
    private final Parser parser;

    StepOption(String option, String label, String description, Parser parser) {
        this.option = option;
        this.label = label;
        this.description = description;
        this.parser = parser;
    }

    /** What is wrong with a value, as the end of a message. */
    private static final class Mistake extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Mistake(String message) {
            super(message);
        }
    }

    /** Reads an option's value. */
    @Immutable
    private interface Parser {
        Step parse(String value);
    }

    /** A step of a growth. */
    interface Step {
        Growth<Model> addTo(Growth<Model> growth, Norms norms);
    }

    /** What becomes of batch norms in new layers: the data that they are calibrated on, null for none, or left out. */
    static final class Norms {
        private final Deepening.@Nullable Calibrated data;
        private final boolean omitted;
        private boolean used;

        Norms(Deepening.@Nullable Calibrated data, boolean omitted) {
            this.data = data;
            this.omitted = omitted;
        }

        /** Whether a step has asked for them. */
        boolean used() {
            return used;
        }

        /** For a step that may insert layers. */
        Deepening.@Nullable Calibrated data() {
            used = true;
            return data;
        }

        /** New layers without batch norms need no data. */
        Growth<Model> deepen(Growth<Model> growth, String layer, Deepening way) {
            boolean before = used;
            try {
                return growth.deepenAfter(layer, set(way));
            } catch (GrowthException e) {
                if (data == null || !String.valueOf(e.getMessage()).contains("has no batch norm to calibrate")) {
                    throw e;
                }
                used = before;
                return growth.deepenAfter(layer, way);
            }
        }

        Deepening set(Deepening deepening) {
            used = true;
            if (omitted) {
                return deepening.withoutBatchNorm();
            }
            return data == null ? deepening : deepening.batchNorm(data);
        }
    }

    /** A command with these options. */
    interface Command {
        List<Step> steps();
    }

    /** Adds the options to a command. */
    static final class Options implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec command) {
            for (StepOption step : values()) {
                command.addOption(OptionSpec.builder(step.option)
                        .paramLabel(step.label)
                        .arity("1")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description(step.description)
                        .parameterConsumer((values, argument, spec) -> step.parse(values, argument, spec))
                        .build());
            }
            return command;
        }
    }

    private void parse(java.util.Stack<String> values, ArgSpec argument, CommandSpec command) {
        if (values.isEmpty()) {
            throw new ParameterException(command.commandLine(), option + ": give " + label + ".", argument, "");
        }
        String value = values.pop();
        try {
            ((Command) command.userObject()).steps().add(parser.parse(value));
        } catch (Mistake e) {
            throw new ParameterException(
                    command.commandLine(), option + " " + value + ": " + e.getMessage(), e, argument, value);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ParameterException(
                    command.commandLine(),
                    option + " " + value + ": give " + label + ". " + description,
                    e,
                    argument,
                    value);
        }
    }

    /** A name and a value. */
    private record Pair(String name, String value) {
        static Pair of(String text, char separator) {
            int at = text.lastIndexOf(separator);
            if (at < 1 || at == text.length() - 1) {
                throw new IllegalArgumentException(text);
            }
            return new Pair(text.substring(0, at), text.substring(at + 1));
        }

        static Pair optional(String text) {
            return text.contains("=") ? of(text, '=') : new Pair(text, "");
        }
    }

    private interface Numbered {
        Function<Growth<Model>, Growth<Model>> of(String name, int number);
    }

    private static Step number(String text, Numbered step) {
        Pair pair = Pair.of(text, '=');
        int number = whole(pair.value);
        return (growth, norms) -> step.of(pair.name, number).apply(growth);
    }

    private static Step widen(String text) {
        Pair pair = Pair.of(text, '=');
        if (pair.value.startsWith("x")) {
            double factor = factor(pair.value);
            return (growth, norms) -> growth.widen(pair.name).times(factor);
        }
        int channels = whole(pair.value.startsWith("+") ? pair.value.substring(1) : pair.value);
        IntFunction<Step> step = pair.value.startsWith("+")
                ? by -> (growth, norms) -> growth.widen(pair.name).by(by)
                : to -> (growth, norms) -> growth.widen(pair.name).to(to);
        return step.apply(channels);
    }

    private static int whole(String text) {
        int number = Integer.parseInt(text);
        if (number < 1) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    private static double factor(String text) {
        double factor = Double.parseDouble(text.substring(1));
        if (!text.startsWith("x")) {
            throw new IllegalArgumentException(text);
        } else if (!(factor > 1) || Double.isInfinite(factor)) {
            throw new Mistake("a layer can only grow. Give a factor above 1, such as x1.5.");
        }
        return factor;
    }

    /** A single size for each dimension of the layer's kernel. */
    private static int[] square(int[] sizes, String layer, Growth<Model> growth) {
        int dimensions = growth.architecture().layers().stream()
                .filter(each -> each.name().equals(layer))
                .mapToInt(each -> each.kernel().size())
                .findFirst()
                .orElse(1);
        int[] all = new int[dimensions];
        Arrays.fill(all, sizes[0]);
        return sizes.length == 1 && dimensions > 1 ? all : sizes;
    }

    private static Recipe recipe(String json) {
        boolean ofPlan = PLAN.matcher(json).find();
        return ofPlan ? GrowthPlan.fromJson(json).recipe() : Recipe.fromJson(json);
    }

    private static long count(String text) {
        Matcher matcher = COUNT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        return new BigDecimal(matcher.group(1))
                .scaleByPowerOfTen(ZEROS.getOrDefault(matcher.group(2), 0))
                .longValueExact();
    }

    private static Deepening way(String text) {
        Supplier<Deepening> way = WAYS.get(text);
        if (way == null) {
            throw new Mistake("there is no WAY '" + text + "'. Give one of "
                    + WAYS.keySet().stream()
                            .filter(name -> !name.isEmpty())
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + ", or leave it out.");
        }
        return way.get();
    }
}
