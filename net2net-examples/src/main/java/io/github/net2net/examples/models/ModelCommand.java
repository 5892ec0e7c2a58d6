package io.github.net2net.examples.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.Inspection;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.examples.console.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands for models have in common. */
abstract class ModelCommand implements Callable<Integer> {
    /** The name of the option for JSON. */
    static final String JSON_OPTION = "--json";

    private static final JsonMapper JSON = new JsonMapper();

    @Option(names = JSON_OPTION, description = "Print JSON, errors included.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // the command line parser sets the fields
    ModelCommand() {}

    /**
     * Runs a command without the libraries that ND4J's native library may have linked in: with oneDNN, its depthwise
     * and 3D convolutions can be wrong for channels last in single precision.
     */
    static int withoutHelpers(IntSupplier command) {
        Environment environment = Nd4j.getEnvironment();
        boolean allowed = environment.helpersAllowed();
        environment.allowHelpers(false);
        try {
            return command.getAsInt();
        } finally {
            environment.allowHelpers(allowed);
        }
    }

    final boolean json() {
        return json;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final Ansi ansi() {
        return spec.commandLine().getColorScheme().ansi();
    }

    /** Where progress is shown: beside the result, so that that can be redirected. */
    final Console progress() {
        Console console = Console.of(spec.commandLine().getErr());
        return new Console(console.out(), console.terminal() && !json);
    }

    final void printJson(Object value) {
        try {
            out().println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records and trees can always be written", e);
        }
    }

    /** A document that is JSON already, as a part of another. */
    static JsonNode tree(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the library writes JSON", e);
        }
    }

    /**
     * A model with the sizes of its inputs.
     *
     * @param file the model
     * @param architecture its layers
     * @param types of its inputs, none if they are not known
     */
    record Loaded(ModelFile file, Inspection architecture, InputType... types) {
        Growth<Model> growth() {
            return Net2Net.from(file.network(), types);
        }

        /** Data for a comparison: from files, or generated if there are none. */
        INDArray[] data(String option, List<Path> files) {
            return new ProbeData(file, architecture, types).read(option, files);
        }

        /** The sizes of an example as texts, one for each input; empty if a file is no array of known axes. */
        private Optional<List<String>> sizesOf(List<Path> files) {
            ProbeData data = new ProbeData(file, architecture, types);
            List<String> sizes = new ArrayList<>();
            for (int i = 0; i < files.size(); i++) {
                data.size(files.get(i), i).ifPresent(sizes::add);
            }
            return sizes.size() == InputSizes.inputs(architecture).size() && sizes.size() == files.size()
                    ? Optional.of(sizes)
                    : Optional.empty();
        }

        long bytes() {
            INDArray parameters = file.network().params();
            return parameters.length() * parameters.dataType().width();
        }
    }

    /**
     * Reads a model.
     *
     * @param sizes of its inputs as texts, none for those that it states
     */
    final Loaded load(Path file, List<String> sizes) {
        return loaded(ModelFile.read(file, progress()), sizes);
    }

    private static Loaded loaded(ModelFile model, List<String> sizes) {
        Inspection architecture = architecture(model.network(), sizes);
        try {
            Loaded loaded = new Loaded(model, architecture, InputSizes.of(model.network(), architecture, sizes));
            if (!sizes.isEmpty()) {
                requireOutputs(loaded.growth().architecture(), sizes);
            }
            return loaded;
        } catch (Failure e) { // a command may read two models
            throw new Failure(e.code(), model.file() + ": " + e.getMessage());
        }
    }

    /** As {@link #load(Path, List)}; sizes that neither the model nor an option states are those of the data, if these are arrays. */
    final Loaded load(Path file, List<String> sizes, List<Path> data) {
        Loaded loaded = load(file, sizes);
        try {
            return loaded.types.length > 0
                    ? loaded
                    : loaded.sizesOf(data)
                            .map(found -> loaded(loaded.file, found))
                            .orElse(loaded);
        } catch (Failure unfit) { // refused where the data are used, by their own names
            return loaded;
        }
    }

    /** Throws if an input is so small that nothing is left after a layer. */
    private static void requireOutputs(Inspection architecture, List<String> sizes) {
        InputSizes.withoutOutput(architecture).ifPresent(layer -> {
            throw Failure.usage("--input " + String.join(" ", sizes) + ": it is too small, as '" + layer
                    + "' has no output then. Give the size that the model was trained on; 'net2net inspect' without"
                    + " --input prints one that works.");
        });
    }

    private static Inspection architecture(Model network, List<String> sizes) {
        try {
            return Net2Net.from(network).architecture();
        } catch (GrowthException unknownInput) {
            if (sizes.isEmpty()) {
                throw unknownInput;
            }
            InputType[] types = sizes.stream().map(InputSizes::parse).toArray(InputType[]::new);
            return Net2Net.from(network, types).architecture();
        }
    }
}
