package io.github.net2net.examples.models;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Options for what a network reads. */
final class Inputs {
    @Option(
            names = "--input",
            paramLabel = "SIZE",
            description =
                    "Size of an input, channels first: 3x32x32 for images, 26x50 for series of 50 steps, 20 for texts of 20 words. Needed"
                            + " only if the model does not state it; once for each input.")
    private List<String> sizes = List.of();

    List<String> sizes() {
        return sizes;
    }

    /** The option for data, of commands that compare networks. */
    static final class Probe {
        static final String OPTION = "--probe";

        @Option(
                names = OPTION,
                paramLabel = "DATA",
                description = "Data to compare on: an array (.npy, of the shape that the model takes: channels first,"
                        + " or last in models of Keras), a table (.csv, one row for each example), or a folder of"
                        + " images, which are scaled to the input's size, and as the file's normalizer does; the first"
                        + " 64 examples are used. If not given, random numbers. Once for each input.")
        private List<Path> files = List.of();

        List<Path> files() {
            return files;
        }
    }
}
