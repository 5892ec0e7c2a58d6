package io.github.net2net.examples.models;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.net2net.Comparison;
import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthPlan;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.saving.GrownFile;
import io.github.net2net.examples.models.ModelCommand.Loaded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of commands that write a student, and how they do so. */
final class StudentOutput {
    @Option(
            names = "--out",
            paramLabel = "STUDENT.zip",
            description = "The student's file, a DL4J zip. Missing folders are created.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Replace the student's file if it exists.")
    private boolean force;

    @Mixin
    private Inputs.Probe probe;

    @Option(
            names = "--no-comparison",
            description =
                    "Write the student without comparing it with the teacher. Its certificate states that, and can't be checked"
                            + " against the teacher. For"
                            + " models whose outputs are NaN or infinite on any data, such as deep ones before training.")
    private boolean withoutComparison;

    @SuppressWarnings("NullAway.Init") // the command line parser sets the fields
    StudentOutput() {}

    /** The student's file; null if none was given. */
    @Nullable
    Path file() {
        return out;
    }

    /** The data to compare on: those of the option, or else the others. */
    List<Path> data(List<Path> others) {
        return probe.files().isEmpty() ? others : probe.files();
    }

    /** Throws unless the student can be written. */
    void check(Path teacher) {
        if (withoutComparison && !probe.files().isEmpty()) {
            throw Failure.usage(
                    "--no-comparison leaves " + Inputs.Probe.OPTION + " without a use. Leave one of them out.");
        }
        if (out != null) {
            OutputFile.requireFree(teacher, out, force);
        }
    }

    /**
     * Grows the student, compares it with the teacher, whose memory is freed, writes it, and prints that.
     *
     * @param others the data to compare on if there is no probe; random numbers if there are none
     */
    void write(ModelCommand command, Loaded teacher, Growth<Model> growth, Path file, List<Path> others) {
        GrowthPlan plan = growth.plan();
        List<Path> files = data(others);
        long bytes = teacher.bytes();
        ModelFile from = teacher.file();
        Phases.announce(command.progress(), withoutComparison ? "growing" : "growing and comparing", bytes);
        Growth<Model> compared =
                withoutComparison ? growth : growth.verifyOn(Probes.features(teacher.data(Inputs.Probe.OPTION, files)));
        Grown<Model> grown = compared.growReleasing(
                () -> ModelFile.read(from.file(), command.progress()).network());
        Phases.announce(command.progress(), "writing " + file, bytes);
        try {
            GrownFile student = GrownFile.of(grown);
            (from.isZip() ? student.withExtrasOf(from.file()) : student.withoutExtras()).write(file);
        } catch (IOException e) {
            throw Failure.unwritable(file, e);
        } catch (RuntimeException e) {
            throw e.getCause() instanceof IOException io ? Failure.unwritable(file, io) : e;
        }
        Comparison comparison = grown.report().comparison();
        if (command.json()) {
            command.printJson(json(teacher, plan, comparison, file));
        } else {
            print(command, teacher, grown, file, files);
        }
    }

    private static void print(ModelCommand command, Loaded teacher, Grown<Model> grown, Path file, List<Path> files) {
        Comparison comparison = grown.report().comparison();
        command.out().println(Wording.ofCommands(grown.plan().toString()));
        command.out().println();
        if (comparison.isEmpty()) {
            command.out().println("not compared with its teacher");
        } else {
            String data = files.isEmpty() ? "random numbers" : String.join(", ", names(files));
            command.out().println("compared on " + data + ":");
            command.out().println(Deviations.text(comparison, grown.plan()));
        }
        command.out()
                .println("written: " + file
                        + (teacher.file().isZip() ? "" : ", a DL4J zip; nothing goes back into the Keras file"));
    }

    private static List<String> names(List<Path> files) {
        return files.stream().map(Path::toString).toList();
    }

    private static ObjectNode json(Loaded teacher, GrowthPlan plan, Comparison comparison, Path file) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("teacher", teacher.file().file().toString()).put("student", file.toString());
        if (!comparison.isEmpty()) {
            document.set("comparison", Deviations.json(comparison, plan.isExact() || plan.isExactInTraining()));
        }
        document.set("plan", ModelCommand.tree(plan.toJson()));
        return document;
    }
}
