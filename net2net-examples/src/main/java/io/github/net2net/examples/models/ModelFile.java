package io.github.net2net.examples.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Throwables;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.saving.Certificate;
import io.github.net2net.dl4j.saving.ModelFileCheck;
import io.github.net2net.examples.console.Console;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.bytedeco.hdf5.global.hdf5;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.util.ModelSerializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.Normalizer;
import org.nd4j.linalg.dataset.api.preprocessor.serializer.NormalizerSerializer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A trained network in a file: a DL4J zip, or HDF5 of Keras.
 *
 * @param file the file
 * @param network the network
 * @param isZip whether it is a DL4J zip
 */
record ModelFile(Path file, Model network, boolean isZip) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BUFFER = 1 << 16;
    private static final int MAGIC = 4;
    private static final String HDF5 = "\u0089HDF";

    /**
     * Reads a model.
     *
     * @throws Failure if there is none that can be read
     */
    static ModelFile read(Path file, Console progress) {
        requireFile(file);
        try {
            return switch (magic(file)) {
                case "PK\3\4" -> new ModelFile(file, readZip(file, progress), true);
                case HDF5 -> new ModelFile(file, Keras.read(file), false);
                default ->
                    throw Failure.unreadable(
                            file,
                            "it is neither a DL4J zip nor a Keras HDF5 file. Give a file that"
                                    + " ModelSerializer, model.save(..) of DL4J, or model.save('model.h5') of Keras wrote.");
            };
        } catch (IOException e) {
            throw Failure.unreadable(file, Failure.reason(e) + ". The file may be damaged, or its copy incomplete.");
        }
    }

    /** Throws unless it is a file. */
    static void requireFile(Path file) {
        if (Files.isDirectory(file)) {
            throw Failure.unreadable(file, "it is a folder. Give a file.");
        } else if (!Files.exists(file)) {
            throw Failure.unreadable(file, "there is no such file.");
        } else if (!Files.isReadable(file)) {
            throw Failure.unreadable(file, "permission denied.");
        }
    }

    private static String magic(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAGIC), StandardCharsets.ISO_8859_1);
        }
    }

    /** Reads arrays as they are unpacked: ModelSerializer holds every entry of the zip in memory at once. */
    private static Model readZip(Path file, Console progress) throws IOException {
        requireHarmless(file);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            String configuration = configuration(file, zip);
            INDArray parameters = array(zip, ModelSerializer.COEFFICIENTS_BIN, progress);
            INDArray state = array(zip, ModelSerializer.UPDATER_BIN, progress);
            if (parameters == null) {
                throw Failure.unreadable(file, "it holds a configuration, but no parameters.");
            }
            return isChain(configuration)
                    ? chain(MultiLayerConfiguration.fromJson(configuration), parameters, state)
                    : graph(ComputationGraphConfiguration.fromJson(configuration), parameters, state);
        } catch (ZipException e) {
            throw Failure.unreadable(file, "the zip is damaged (" + Failure.reason(e) + "). Get a fresh copy.");
        } catch (RuntimeException e) {
            throw e instanceof Failure
                    ? e
                    : Failure.unreadable(file, "DL4J cannot load it: " + Failure.reason(e) + ".");
        }
    }

    private static MultiLayerNetwork chain(
            MultiLayerConfiguration configuration, INDArray parameters, @Nullable INDArray state) {
        configuration.setDataType(parameters.dataType());
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init(parameters, false);
        if (state != null) {
            network.setUpdater(new MultiLayerUpdater(network, state));
        }
        return network;
    }

    private static ComputationGraph graph(
            ComputationGraphConfiguration configuration, INDArray parameters, @Nullable INDArray state) {
        configuration.setDataType(parameters.dataType());
        ComputationGraph network = new ComputationGraph(configuration);
        network.init(parameters, false);
        if (state != null) {
            network.setUpdater(new ComputationGraphUpdater(network, state));
        }
        return network;
    }

    private static String configuration(Path file, ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(ModelSerializer.CONFIGURATION_JSON);
        if (entry == null) {
            boolean keras = zip.getEntry("model.weights.h5") != null;
            throw Failure.unreadable(
                    file,
                    keras
                            ? "it is a .keras file of Keras 3, and DL4J imports HDF5. Save it with"
                                    + " model.save('model.h5') of Keras 2."
                            : "it is a zip without " + ModelSerializer.CONFIGURATION_JSON
                                    + ", which every model saved by DL4J has.");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static @Nullable INDArray array(ZipFile zip, String name, Console progress) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            return null;
        }
        CRC32 checksum = new CRC32();
        INDArray array;
        try (InputStream in = Phases.reading(progress, name, entry.getSize(), zip.getInputStream(entry));
                DataInputStream data =
                        new DataInputStream(new BufferedInputStream(new CheckedInputStream(in, checksum), BUFFER))) {
            array = Nd4j.read(data);
            data.transferTo(OutputStream.nullOutputStream());
        } catch (RuntimeException e) {
            if (Throwables.getRootCause(e) instanceof IOException io) {
                throw new ZipException(name + " cannot be unpacked: " + Failure.reason(io));
            }
            throw e;
        }
        if (checksum.getValue() != entry.getCrc()) { // Java's zip files leave it to their readers
            throw new ZipException("the checksum of " + name + " is not that of its content");
        }
        return array;
    }

    private static void requireHarmless(Path file) throws IOException {
        try {
            ModelFileCheck.ofDl4j().check(file);
        } catch (GrowthException e) {
            throw harmful(e);
        }
    }

    private static Failure harmful(GrowthException refusal) {
        return new Failure(Failure.Code.UNREADABLE, Wording.ofCommands(String.valueOf(refusal.getMessage())));
    }

    /** Whether a configuration is that of a MultiLayerNetwork, and not of a ComputationGraph. */
    private static boolean isChain(String configuration) throws IOException {
        JsonNode tree = JSON.readTree(configuration);
        return !tree.has("vertices");
    }

    /** A configuration as JSON, or that of a model. */
    static Object configuration(Path file) {
        requireFile(file);
        try {
            String json;
            if (magic(file).equals(HDF5)) {
                Model network = Keras.read(file);
                return network instanceof ComputationGraph graph
                        ? graph.getConfiguration()
                        : ((MultiLayerNetwork) network).getLayerWiseConfigurations();
            } else if (magic(file).startsWith("PK")) {
                try (ZipFile zip = new ZipFile(file.toFile())) {
                    json = configuration(file, zip);
                }
            } else {
                json = Files.readString(file);
            }
            boolean chain = isChain(json);
            ModelFileCheck.ofDl4j().checkConfiguration(json, file);
            return chain ? MultiLayerConfiguration.fromJson(json) : ComputationGraphConfiguration.fromJson(json);
        } catch (GrowthException e) {
            throw harmful(e);
        } catch (IOException | RuntimeException e) {
            throw e instanceof Failure failure
                    ? failure
                    : Failure.unreadable(
                            file,
                            "it is not a DL4J configuration (" + Failure.reason(e)
                                    + "). Give what configuration.toJson() returns, or a model.");
        }
    }

    /** What a text in JSON means. */
    static <T> T parsed(Path file, Function<String, T> parser) {
        String text = text(file);
        try {
            return parser.apply(text);
        } catch (GrowthException e) {
            throw new Failure(Failure.Code.UNREADABLE, file + ": " + e.getMessage());
        }
    }

    private static String text(Path file) {
        requireFile(file);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw Failure.unreadable(file, "it is not a text in UTF-8.");
        }
    }

    /** What the network's images are normalized by; empty if the file does not hold it. */
    Optional<Normalizer<?>> normalizer() {
        if (!isZip) {
            return Optional.empty();
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(ModelSerializer.NORMALIZER_BIN);
            return entry == null
                    ? Optional.empty()
                    : Optional.of(NormalizerSerializer.getDefault().restore(zip.getInputStream(entry)));
        } catch (Exception e) {
            throw Failure.unreadable(file, "its normalizer is damaged (" + Failure.reason(e) + ").");
        }
    }

    /** The certificate of a student; empty if there is none. */
    Optional<Certificate> certificate() throws IOException {
        if (!isZip) {
            return Optional.empty();
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.getEntry(Certificate.ENTRY) == null) {
                return Optional.empty();
            }
        }
        return Optional.of(Certificate.read(file));
    }

    /** Models of Keras, by DL4J's import. */
    private static final class Keras {
        static Model read(Path file) {
            hdf5.H5Eset_auto2(hdf5.H5E_DEFAULT(), null, null); // else it prints its own report of errors
            try {
                return repeatable(
                        isSequential(file)
                                ? KerasModelImport.importKerasSequentialModelAndWeights(file.toString(), false)
                                : KerasModelImport.importKerasModelAndWeights(file.toString(), false));
            } catch (Failure e) {
                throw e;
            } catch (Exception e) {
                String reason = Failure.reason(e);
                throw Failure.unreadable(
                        file,
                        reason.equals("H5Fopen failed")
                                ? "its HDF5 is damaged, or its copy incomplete. Get a fresh copy."
                                : "DL4J cannot import this Keras model: " + reason + ".");
            }
        }

        /** DL4J gives each import the time as its seed, from which a student's initial values are drawn. */
        private static Model repeatable(Model imported) {
            if (imported instanceof MultiLayerNetwork chain) {
                chain.getLayerWiseConfigurations().getConfs().forEach(layer -> layer.setSeed(0));
            }
            imported.conf().setSeed(0);
            return imported;
        }

        private static boolean isSequential(Path file) throws Exception {
            try (Hdf5Archive archive = new Hdf5Archive(file.toString())) {
                if (!archive.hasAttribute("model_config")) {
                    throw Failure.unreadable(
                            file, "it holds weights without a model. Save both, with model.save('model.h5') of Keras.");
                }
                return JSON.readTree(archive.readAttributeAsJson("model_config"))
                        .path("class_name")
                        .asText()
                        .equals("Sequential");
            }
        }
    }
}
