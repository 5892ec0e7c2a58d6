package io.github.net2net.examples.experiment;

import com.google.common.collect.Sets;
import io.github.net2net.GrowthReport;
import io.github.net2net.examples.data.InputException;
import io.github.net2net.examples.results.ExperimentFile;
import io.github.net2net.examples.results.ExperimentFile.RunEntry;
import io.github.net2net.examples.results.SeedFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.jspecify.annotations.Nullable;

/** Keeps {@code experiment.json} of a seed up to date. */
final class Description {
    private final Path folder;
    private final InputType input;
    private ExperimentFile file;

    /**
     * Continues the file in the folder, or creates one, in memory only.
     *
     * @throws InputException if the file has other settings
     */
    Description(Setup setup, SeedFolder seed) {
        Experiment experiment = setup.experiment();
        Experiment.About about = experiment.about();
        this.folder = seed.path();
        this.input = setup.inputType();
        this.file = new ExperimentFile(
                about.name(),
                about.title(),
                about.explanation(),
                experiment.baseline().orElse(null),
                seed.seed(),
                setup.settings(),
                Machine.describe(),
                setup.runs().stream().map(Description::planned).toList(),
                setup.length().share() == 1 ? experiment.references() : List.of(),
                experiment.comparisons());
        if (Files.exists(folder.resolve(ExperimentFile.NAME))) {
            ExperimentFile found = ExperimentFile.read(folder);
            requireSameSettings(found);
            file = withRunsOf(found);
        }
    }

    private void requireSameSettings(ExperimentFile found) {
        Map<String, String> now = settings(file);
        Map<String, String> before = settings(found);
        for (String name : Sets.union(now.keySet(), before.keySet())) {
            if (!Objects.equals(now.get(name), before.get(name))) {
                throw new InputException(folder.resolve(ExperimentFile.NAME) + ": " + name + " was "
                        + text(before.get(name)) + " when this was started, and is " + text(now.get(name))
                        + " now. Resume with the options it was started with, or give another folder with --out.");
            }
        }
    }

    private static Map<String, String> settings(ExperimentFile file) {
        Map<String, String> settings = new LinkedHashMap<>(file.settings());
        settings.put("experiment", file.name());
        settings.put("seed", String.valueOf(file.seed()));
        return settings;
    }

    private static String text(@Nullable String setting) {
        return setting == null ? "not set" : "'" + setting + "'";
    }

    /** With what is already known of runs; an experiment may have gained some since. */
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
        Run.@Nullable Grown grown = run.origin() instanceof Run.Grown origin ? origin : null;
        return new RunEntry(
                run.name(),
                run.explanation(),
                grown == null ? null : grown.from(),
                grown == null ? 0 : grown.at(),
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
