package io.github.net2net.examples.experiment;

import io.github.net2net.GrowthReport;
import io.github.net2net.examples.data.ImageSet;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.results.ExperimentFile;
import io.github.net2net.examples.results.ExperimentFile.RunEntry;
import io.github.net2net.examples.results.SeedFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.jspecify.annotations.Nullable;

/** Keeps {@code experiment.json} of a seed up to date. */
final class Description {
    private final Path folder;
    private final InputType input;
    private ExperimentFile file;

    /**
     * Goes on with the file that is there, or begins one, in memory yet.
     *
     * @throws InputException if what is there has other settings
     */
    Description(Setup setup, SeedFolder seed) {
        Experiment experiment = setup.experiment();
        ImageSet images = setup.data().training();
        this.folder = seed.path();
        this.input = InputType.convolutional(images.side(), images.side(), images.channels());
        List<RunEntry> runs = setup.runs().stream().map(Description::planned).toList();
        this.file = new ExperimentFile(
                experiment.name(),
                experiment.title(),
                experiment.explanation(),
                experiment.baseline().orElse(null),
                seed.seed(),
                setup.settings(),
                Machine.describe(),
                runs,
                setup.length().share() == 1 ? experiment.references() : List.of());
        if (Files.exists(folder.resolve(ExperimentFile.NAME))) {
            goOn(ExperimentFile.read(folder));
        }
    }

    private void goOn(ExperimentFile found) {
        Map<String, String> expected = new LinkedHashMap<>(file.settings());
        expected.put("experiment", file.name());
        expected.put("seed", String.valueOf(file.seed()));
        Map<String, String> there = new LinkedHashMap<>(found.settings());
        there.put("experiment", found.name());
        there.put("seed", String.valueOf(found.seed()));
        Set<String> names = new LinkedHashSet<>(expected.keySet());
        names.addAll(there.keySet());
        for (String name : names) {
            if (!Objects.equals(expected.get(name), there.get(name))) {
                throw new InputException(folder.resolve(ExperimentFile.NAME) + ": " + name + " was "
                        + text(there.get(name)) + " when this was begun, and is " + text(expected.get(name))
                        + " now. Resume with the options that it was begun with, or give another folder with --out.");
            }
        }
        file = withRunsOf(found);
    }

    private static String text(@Nullable String setting) {
        return setting == null ? "nothing" : "'" + setting + "'";
    }

    /** With what is known of runs already; an experiment may have gained some since. */
    private ExperimentFile withRunsOf(ExperimentFile found) {
        ExperimentFile merged = file.on(found.machine());
        for (RunEntry planned : file.runs()) {
            for (RunEntry run : found.runs()) {
                if (run.name().equals(planned.name())) {
                    merged = merged.with(planned.begun(run.layers(), run.plan(), run.difference()));
                }
            }
        }
        return merged;
    }

    private static RunEntry planned(Run run) {
        String from = run.origin() instanceof Run.Grown grown ? grown.from() : null;
        int at = run.origin() instanceof Run.Grown grown ? grown.at() : 0;
        return new RunEntry(
                run.name(),
                run.explanation(),
                from,
                at,
                run.iterations(),
                List.of(),
                "",
                null,
                run.rival(),
                run.part().tested());
    }

    void write() {
        file.write(folder);
    }

    void begins(Run run, Trainee network) {
        replace(run, network, "", null);
    }

    void grown(Run run, Trainee student, GrowthReport report) {
        replace(run, student, report.plan().toString(), report.comparison().largest());
    }

    private void replace(Run run, Trainee network, String plan, @Nullable Double difference) {
        file = file.with(planned(run).begun(NetworkLayers.of(network.model(), input), plan, difference));
        write();
    }
}
