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
 * What an experiment is, for one seed: {@code experiment.json}, beside the measurements.
 *
 * @param name on the command line, "mnist"
 * @param title one line for people
 * @param explanation what is compared and why, a few sentences for people
 * @param baseline the run that trains the student's network from scratch, by whose final accuracy others are judged;
 *     null if there is none
 * @param seed of this folder
 * @param settings what must be the same to resume: data, batch size, lengths; by name, in order
 * @param machine processor, cores, memory, operating system, Java, threads, versions of libraries; by name, in order
 * @param runs in the order in which they are run
 * @param references numbers that others published
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
        List<Reference> references) {
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
     * @param iterations batches it is trained on in the end
     * @param layers of its network, inputs before those that read them; empty until it begins
     * @param plan of the growth, for people; empty if it is not grown, or until it begins
     * @param difference greatest difference of an output between teacher and student, right after the growth; null if it
     *     is not grown, or until it begins
     * @param rival the run from scratch that this one is judged by; null if it is the experiment's baseline
     * @param tested the test images that it is measured on, for people; empty if it is all of them
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
        /** Refuses what is missing in a file; but the first files did not have this. */
        public RunEntry {
            requireNonNull(name, "a run's name");
            requireNonNull(explanation, "a run's explanation");
            requireNonNull(plan, "a run's plan");
            layers = List.copyOf(requireNonNull(layers, "a run's layers"));
            tested = requireNonNullElse(tested, "");
        }

        /** The same, begun. */
        public RunEntry begun(List<LayerEntry> network, String growth, @Nullable Double deviation) {
            return new RunEntry(name, explanation, from, at, iterations, network, growth, deviation, rival, tested);
        }
    }

    /**
     * One layer or vertex of a network.
     *
     * @param name unique in the network
     * @param kind for people, "convolution 5x5"
     * @param size of what it outputs, for people, "32 x 28 x 28"
     * @param parameters numbers it learns
     * @param inputs names of the layers it reads; a name that is no layer's is an input of the network
     */
    public record LayerEntry(String name, String kind, String size, long parameters, List<String> inputs) {}

    /**
     * A curve that others published.
     *
     * @param run which run of this experiment it is to be compared with
     * @param source whose it is, for people
     * @param accuracies by iteration since the run's start
     */
    public record Reference(String run, String source, SortedMap<Integer, Double> accuracies) {}

    /** Copies the lists, and refuses what is missing in a file. */
    public ExperimentFile {
        requireNonNull(name, "name");
        requireNonNull(title, "title");
        requireNonNull(explanation, "explanation");
        requireNonNull(settings, "settings");
        requireNonNull(machine, "machine");
        runs = List.copyOf(requireNonNull(runs, "runs"));
        references = List.copyOf(requireNonNull(references, "references"));
    }

    /** The same with another run in the place of the one of this name. */
    public ExperimentFile with(RunEntry entry) {
        List<RunEntry> replaced = runs.stream()
                .map(run -> run.name().equals(entry.name()) ? entry : run)
                .toList();
        return new ExperimentFile(name, title, explanation, baseline, seed, settings, machine, replaced, references);
    }

    /** The same on another machine. */
    public ExperimentFile on(Map<String, String> other) {
        return new ExperimentFile(name, title, explanation, baseline, seed, settings, other, runs, references);
    }

    /**
     * Reads the file of a seed's folder.
     *
     * @throws InputException if it is missing or something else
     */
    public static ExperimentFile read(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            return JSON.readValue(file.toFile(), ExperimentFile.class);
        } catch (JsonProcessingException e) {
            throw new InputException(
                    file + ": this describes no experiment (" + e.getOriginalMessage() + "). Give another folder.", e);
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read (" + e.getMessage() + "). Give another folder.", e);
        }
    }

    /**
     * Writes the file, whole or not at all.
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
