package io.github.net2net.examples.models;

import io.github.net2net.dl4j.saving.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Checks on files that are to be written, before anything is computed. */
final class OutputFile {
    private OutputFile() {}

    /** Throws if the file is the input. */
    static void requireOther(Path input, Path output, String option) {
        try {
            if (Files.exists(output) && Files.isSameFile(input, output)) {
                throw Failure.usage(
                        option + " " + output + ": it is the input, which is never replaced. Give another" + " name.");
            }
        } catch (IOException e) {
            throw Failure.unreadable(output, Failure.reason(e) + ".");
        }
    }

    /** Throws if the file is there and does not begin as what is to be written. */
    static void requireSameKind(Path output, String option, String begin, String kind) {
        if (Files.isDirectory(output)) {
            throw Failure.usage(option + " " + output + ": it is a folder. Give a file in it for the " + kind + ".");
        } else if (!Files.exists(output)) {
            return;
        }
        if (!Files.isRegularFile(output) || !beginsAs(output, begin)) {
            throw Failure.usage(option + " " + output + ": it exists, and is not a " + kind + ". Give another name.");
        }
    }

    /** Whether a file is empty, or begins with this text. */
    private static boolean beginsAs(Path file, String begin) {
        try (InputStream in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(begin.length()), StandardCharsets.ISO_8859_1);
            return head.isEmpty() || head.equalsIgnoreCase(begin);
        } catch (IOException e) {
            throw Failure.unreadable(file, Failure.reason(e) + ".");
        }
    }

    /** Throws unless the file can take a student. */
    static void requireFree(Path input, Path output, boolean force) {
        String name = output.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".h5") || name.endsWith(".hdf5") || name.endsWith(".keras")) {
            throw Failure.usage("--out " + output + ": students are written as DL4J zips, and not for Keras. Give a"
                    + " name that ends in .zip.");
        }
        requireOther(input, output, "--out");
        if (Files.isDirectory(output)) {
            throw Failure.usage("--out " + output + ": it is a folder. Give a file in it, such as "
                    + output.resolve("student.zip") + ".");
        } else if (Files.exists(output) && !Files.isRegularFile(output)) {
            throw Failure.usage("--out " + output + ": it is no file that can be replaced. Give another name.");
        } else if (Files.exists(output) && !force) {
            throw Failure.usage("--out " + output + ": it exists. Give another name, or --force to replace it.");
        }
    }

    /** Refuses a page that would replace the model or can't be written. */
    static void requirePage(Path model, Path page) {
        requireOther(model, page, "--html");
        requireSameKind(page, "--html", "<!doctype html", "page");
    }

    /** Writes a page, completely or not at all. */
    static void writePage(Path page, String text) {
        try {
            AtomicFile.write(page, part -> Files.writeString(part, text));
        } catch (IOException e) {
            throw Failure.unwritable(page, e);
        }
    }
}
