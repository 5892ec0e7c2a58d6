package io.github.net2net.examples.models;

import io.github.net2net.Inspection;
import io.github.net2net.dl4j.layer.ActivationFormat;
import io.github.net2net.examples.data.PictureFile;
import io.github.net2net.graph.Quantities;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The data on which a teacher and its student are compared, from files or generated.
 *
 * @param model the network that reads it
 * @param inspection of the network
 * @param types of its inputs, none if they are not known
 */
record ProbeData(ModelFile model, Inspection inspection, InputType... types) {
    /** More examples of a file are not read. */
    static final int MOST = 64;

    private static final String NUMPY = ".npy";
    private static final int GENERATED = 16;
    /** Fewer examples are generated of larger inputs, whose activations take the more memory. */
    private static final int VALUES = 100_000;

    private static final int STEPS = 8;
    private static final double BYTE = 255;

    private List<Inspection.Layer> inputs() {
        return InputSizes.inputs(inspection);
    }

    /**
     * One array for each input.
     *
     * @param option that named the files, for messages
     * @param files one for each input; none to generate
     */
    INDArray[] read(String option, List<Path> files) {
        List<Inspection.Layer> inputs = inputs();
        if (!files.isEmpty() && files.size() != inputs.size()) {
            throw Failure.usage(String.format(
                    "%s was given %d times, and the network has %d inputs. Give it once for each.",
                    option, files.size(), inputs.size()));
        }
        DataType type = model.network().params().dataType();
        INDArray[] arrays = new INDArray[inputs.size()];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = (files.isEmpty() ? generated(i) : read(option, files.get(i), i)).castTo(type);
        }
        return arrays;
    }

    private INDArray generated(int input) {
        Random random = new Random(input + 1L);
        int words = words(input);
        long[] one = words > 0 ? new long[] {wordsOfExample(input)} : shape(input);
        long values = Arrays.stream(one).reduce(1, Math::multiplyExact);
        int examples = (int) Math.max(1, Math.min(GENERATED, VALUES / values));
        double[] all = new double[Math.toIntExact(examples * values)];
        Arrays.setAll(all, i -> words > 0 ? random.nextInt(words) : random.nextGaussian());
        return Nd4j.createFromArray(all).reshape(shape(examples, one));
    }

    private static long[] shape(long examples, long... one) {
        return LongStream.concat(LongStream.of(examples), LongStream.of(one)).toArray();
    }

    /** How many different indices an input of an embedding takes; 0 of any other. */
    private int words(int input) {
        Inspection.Layer layer = inputs().get(input);
        return InputSizes.takesIndices(inspection, layer) ? layer.channels() : 0;
    }

    private int wordsOfExample(int input) {
        String name = inputs().get(input).name();
        boolean one = inspection.layers().stream()
                .anyMatch(reader -> reader.inputs().contains(name)
                        && reader.format() instanceof ActivationFormat format
                        && format.kind() == ActivationFormat.Kind.FEATURES);
        boolean known = types.length > 0 && types[input] instanceof InputType.InputTypeRecurrent;
        return one ? 1 : known ? steps((InputType.InputTypeRecurrent) types[input]) : STEPS;
    }

    private static int steps(InputType.InputTypeRecurrent series) {
        return series.getTimeSeriesLength() > 0 ? Math.toIntExact(series.getTimeSeriesLength()) : STEPS;
    }

    /** Of one example of an input, with {@link #STEPS} steps if their number is free. */
    private long[] shape(int input) {
        if (types.length > 0) {
            InputType type = types[input];
            return type instanceof InputType.InputTypeRecurrent series && series.getTimeSeriesLength() <= 0
                    ? InputType.recurrent(series.getSize(), STEPS, series.getFormat())
                            .getShape(false)
                    : type.getShape(false);
        }
        Inspection.Layer layer = inputs().get(input);
        if (layer.format() instanceof ActivationFormat format && format.kind() == ActivationFormat.Kind.SERIES) {
            long[] shape = {layer.channels(), STEPS};
            return format.channelsLast() ? new long[] {STEPS, layer.channels()} : shape;
        }
        throw Failure.usage("student and teacher are compared, and the model does not state the size of its input '"
                + layer.name() + "', which has "
                + Quantities.of(layer.channels(), "channel") + ". Give it, such as --input "
                + InputSizes.example(model.network(), inspection, layer)
                + ", or an array with --probe; images of a folder are scaled to the size.");
    }

    private INDArray read(String option, Path file, int input) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (Files.isDirectory(file)) {
            return pictures(option, file, input);
        }
        ModelFile.requireFile(file);
        try {
            if (name.endsWith(NUMPY)) {
                INDArray all = fitting(array(file), file, input);
                return all.rank() == 0 || all.size(0) <= MOST
                        ? all
                        : all.get(NDArrayIndex.interval(0, MOST)).dup();
            } else if (name.endsWith(".csv")) {
                return table(file, input);
            }
        } catch (IOException e) {
            throw Failure.unreadable(file, Failure.reason(e) + ".");
        }
        throw Failure.usage(option + " " + file + ": give an array (.npy), a table (.csv), or a folder of images.");
    }

    private static INDArray array(Path file) {
        try {
            return Nd4j.createFromNpyFile(file.toFile());
        } catch (RuntimeException e) {
            throw Failure.unreadable(file, "it is no array that numpy.save(..) wrote (" + Failure.reason(e) + ").");
        }
    }

    /** The size of an example of an array, such as "3x32x32"; empty if the file is none, or the input's axes are not known. */
    Optional<String> size(Path file, int input) {
        List<Inspection.Layer> inputs = inputs();
        boolean known = input < inputs.size()
                && file.toString().toLowerCase(Locale.ROOT).endsWith(NUMPY)
                && Files.isRegularFile(file)
                && inputs.get(input).format() instanceof ActivationFormat format
                && format.isKnown()
                && words(input) == 0;
        if (!known) {
            return Optional.empty();
        }
        ActivationFormat format =
                (ActivationFormat) Objects.requireNonNull(inputs.get(input).format());
        INDArray array = fitting(array(file), file, input);
        return Optional.of(IntStream.concat(IntStream.of(format.channelAxis()), Arrays.stream(format.positionAxes()))
                .mapToObj(axis -> String.valueOf(array.size(axis)))
                .collect(Collectors.joining("x")));
    }

    /** Throws unless the channels stand where the input has them. */
    private INDArray fitting(INDArray array, Path file, int input) {
        Inspection.Layer layer = inputs().get(input);
        if (words(input) > 0 || !(layer.format() instanceof ActivationFormat format) || !format.isKnown()) {
            return array;
        } else if (format.positionAxes().length == 0) {
            return ofFeatures(array, file, layer);
        }
        String[] axes = new String[format.positionAxes().length + 2];
        Arrays.fill(axes, "any");
        axes[0] = "examples";
        axes[format.channelAxis()] = String.valueOf(layer.channels());
        boolean fits = array.rank() == axes.length && array.size(format.channelAxis()) == layer.channels();
        if (!fits) {
            throw Failure.unreadable(
                    file,
                    "its shape is " + Arrays.toString(array.shape()) + ", and the input '" + layer.name() + "' takes ["
                            + String.join(", ", axes) + "], channels " + (format.channelsLast() ? "last." : "first."));
        }
        return array;
    }

    private static INDArray ofFeatures(INDArray array, Path file, Inspection.Layer layer) {
        if (array.rank() < 2 || array.length() != array.size(0) * layer.channels()) {
            throw Failure.unreadable(
                    file,
                    "its shape is " + Arrays.toString(array.shape()) + ", and the input '" + layer.name()
                            + "' takes [examples, " + layer.channels() + "].");
        }
        return array;
    }

    private INDArray table(Path file, int input) throws IOException {
        List<double[]> rows = new ArrayList<>();
        try (Reader in = Files.newBufferedReader(file);
                Stream<CSVRecord> records = CSVFormat.DEFAULT.parse(in).stream()) {
            for (CSVRecord row : (Iterable<CSVRecord>) records.limit(MOST + 1L)::iterator) {
                try {
                    rows.add(row.stream().mapToDouble(Double::parseDouble).toArray());
                } catch (NumberFormatException e) {
                    if (row.getRecordNumber() > 1) {
                        throw Failure.unreadable(
                                file,
                                "line " + row.getRecordNumber() + " is not all numbers (" + e.getMessage() + ").");
                    }
                }
            }
        }
        rows = rows.subList(0, Math.min(MOST, rows.size()));
        int words = words(input);
        long[] one = words > 0 && !rows.isEmpty() ? new long[] {rows.get(0).length} : shape(input);
        long wanted = Arrays.stream(one).reduce(1, Math::multiplyExact);
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).length != wanted) {
                throw Failure.unreadable(
                        file,
                        "row " + (i + 1) + " has " + rows.get(i).length + " numbers, and an example of the input '"
                                + inputs().get(input).name() + "' has " + wanted + " " + Arrays.toString(one)
                                + ". Give one row for each example, without labels.");
            }
        }
        if (rows.isEmpty()) {
            throw Failure.unreadable(file, "it holds no rows of numbers.");
        }
        return Nd4j.create(rows.toArray(double[][]::new)).reshape(shape(rows.size(), one));
    }

    private INDArray pictures(String option, Path folder, int input) {
        if (types.length == 0 || !(types[input] instanceof InputType.InputTypeConvolutional images)) {
            shape(input); // says what is missing
            throw Failure.usage(option + " " + folder + ": the input '"
                    + inputs().get(input).name() + "' takes no images. Give an array (.npy) or a table (.csv).");
        }
        int channels = Math.toIntExact(images.getChannels());
        if (channels != 1 && channels != 3) {
            throw Failure.usage(option + " " + folder + ": images have 3 channels, or 1 if they are gray, and the input"
                    + " takes " + channels + ". Give an array (.npy).");
        }
        int height = Math.toIntExact(images.getHeight());
        int width = Math.toIntExact(images.getWidth());
        List<INDArray> all = new ArrayList<>();
        for (Path file : pictureFiles(folder)) {
            byte[] bytes = new PictureFile(file, file.toString()).read(height, width);
            double[] values = new double[bytes.length];
            Arrays.setAll(values, i -> bytes[i] & 0xFF);
            INDArray rgb = Nd4j.createFromArray(values).reshape(1, 3, height, width);
            all.add(channels == 3 ? rgb : rgb.mean(true, 1));
        }
        INDArray batch = Nd4j.concat(0, all.toArray(INDArray[]::new)).castTo(DataType.FLOAT);
        normalize(batch);
        boolean last =
                ((ActivationFormat) Objects.requireNonNull(inputs().get(input).format())).channelsLast();
        return last ? batch.permute(0, 2, 3, 1).dup('c') : batch;
    }

    private static List<Path> pictureFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> found = files.filter(file ->
                            PictureFile.isNamedLikeOne(file.getFileName().toString()))
                    .sorted()
                    .limit(MOST)
                    .toList();
            if (found.isEmpty()) {
                throw Failure.unreadable(folder, "it holds no images (.jpg, .jpeg, .png).");
            }
            return found;
        } catch (IOException e) {
            throw Failure.unreadable(folder, Failure.reason(e) + ".");
        }
    }

    /** As the model's normalizer does; values from 0 to 1 if it has none. */
    private void normalize(INDArray images) {
        if (model.normalizer().orElse(null) instanceof DataNormalization normalizer) {
            normalizer.transform(images);
        } else {
            images.divi(BYTE);
        }
    }
}
