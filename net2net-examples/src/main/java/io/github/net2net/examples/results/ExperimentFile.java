package io.github.net2net.examples.results;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.net2net.dl4j.saving.AtomicFile;
import io.github.net2net.examples.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The description of an experiment for one seed: {@code experiment.json}, next to the measurements.
 *
 * @param name of the command, "mnist"
 * @param title one line for people
 * @param explanation what is compared and why, a few sentences for people
 * @param baseline the run that others are compared with; null if there is none
 * @param seed of this folder
 * @param settings what must be the same to resume, by name, in order
 * @param machine hardware, operating system and versions, by name, in order
 * @param runs in the order in which they are run
 * @param references published results
 * @param comparisons what the experiment is to decide
 */
public record ExperimentFile(
        String name,
        String title,
        String explanation,
        @Nullable String baseline,
        long seed,
        Map<String, String> settings,
        Map<String, String> machine,
        List<RunEntry> runs,
        List<Reference> references,
        List<Comparison> comparisons) {
    /** The file's name. */
    public static final String NAME = "experiment.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * One run.
     *
     * @param name unique in the experiment, "wider"
     * @param explanation what it is, for people
     * @param from the run it is grown from; null if it starts from scratch
     * @param at the iteration of that run after which it is grown; 0 if it starts from scratch
     * @param iterations number of batches
     * @param layers of its network, inputs before those that read them; empty until it starts
     * @param plan of the growth, for people; empty if it is not grown, or until it starts
     * @param difference greatest difference of an output between teacher and student right after growth; null if it is
     *     not grown, or until it starts
     * @param rival the run that this one is compared with; null if it is the experiment's baseline
     * @param tested its test images, for people; empty for all
     */
    public record RunEntry(
            String name,
            String explanation,
            @Nullable String from,
            int at,
            int iterations,
            List<LayerEntry> layers,
            String plan,
            @Nullable Double difference,
            @Nullable String rival,
            String tested) {
        /** Refuses missing values; the first files did not have the last one. */
        public RunEntry {
            requireNonNull(name, "a run's name");
            requireNonNull(explanation, "a run's explanation");
            requireNonNull(plan, "a run's plan");
            layers = List.copyOf(requireNonNull(layers, "a run's layers"));
            tested = requireNonNullElse(tested, "");
        }

        /** The same after its start. */
        public RunEntry begun(List<LayerEntry> network, String growth, @Nullable Double deviation) {
            return new RunEntry(name, explanation, from, at, iterations, network, growth, deviation, rival, tested);
        }
    }

    /**
     * One layer or vertex of a network.
     *
     * @param name unique in the network
     * @param kind for people, "convolution 5x5"
     * @param size of its output, for people, "32 x 28 x 28"
     * @param parameters how many it has
     * @param inputs names of the layers it reads; other names are inputs of the network
     */
    public record LayerEntry(String name, String kind, String size, long parameters, List<String> inputs) {}

    /**
     * A published curve.
     *
     * @param run the run of this experiment to compare it with
     * @param source for people
     * @param accuracies by iteration since the run's start
     */
    public record Reference(String run, String source, SortedMap<Integer, Double> accuracies) {}

    /**
     * Two runs whose final accuracies are compared, seed by seed.
     *
     * @param run the grown one
     * @param with the other one
     * @param at what is equal for both, for people: "the student's multiply-adds"
     */
    public record Comparison(String run, String with, String at) {}

    /** Copies the lists, and refuses missing values; the first files did not have the last one. */
    public ExperimentFile {
        requireNonNull(name, "name");
        requireNonNull(title, "title");
        requireNonNull(explanation, "explanation");
        requireNonNull(settings, "settings");
        requireNonNull(machine, "machine");
        runs = List.copyOf(requireNonNull(runs, "runs"));
        references = List.copyOf(requireNonNull(references, "references"));
        comparisons = List.copyOf(requireNonNullElse(comparisons, List.of()));
    }

    /** The same with the run of this name replaced. */
    public ExperimentFile with(RunEntry entry) {
        List<RunEntry> replaced = runs.stream()
                .map(run -> run.name().equals(entry.name()) ? entry : run)
                .toList();
        return new ExperimentFile(
                name, title, explanation, baseline, seed, settings, machine, replaced, references, comparisons);
    }

    /** The same on another machine. */
    public ExperimentFile on(Map<String, String> other) {
        return new ExperimentFile(
                name, title, explanation, baseline, seed, settings, other, runs, references, comparisons);
    }

    /**
     * Reads the file of a seed's folder.
     *
     * @throws InputException if it is missing or not such a file
     */
    public static ExperimentFile read(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            return JSON.readValue(file.toFile(), ExperimentFile.class);
        } catch (JsonProcessingException e) {
            throw new InputException(
                    file + ": this does not describe an experiment (" + e.getOriginalMessage()
                            + "). Give another folder.",
                    e);
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read (" + e.getMessage() + "). Give another folder.", e);
        }
    }

    /**
     * Writes the file, completely or not at all.
     *
     * @throws InputException if it cannot be written
     */
    public void write(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            String text = JSON.writeValueAsString(this) + "\n";
            AtomicFile.write(file, part -> Files.writeString(part, text));
        } catch (IOException e) {
            throw new InputException("--out: cannot write " + file + " (" + e.getMessage() + ").", e);
        }
    }
}
