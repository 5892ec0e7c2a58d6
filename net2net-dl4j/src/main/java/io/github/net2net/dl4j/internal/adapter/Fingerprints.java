package io.github.net2net.dl4j.internal.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.github.net2net.dl4j.internal.model.Dl4jNetwork;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** SHA-256 of networks and arrays; the same in every process, on every machine. */
public final class Fingerprints {
    /** Names and shapes of the parameters. */
    public static final String STRUCTURE = "structure";

    /** The parameters' values. */
    public static final String PARAMETERS = "parameters";

    /** The configuration, but for the counts of iterations and epochs, and the seed of initial weights. */
    public static final String CONFIGURATION = "configuration";

    private static final HashFunction SHA_256 = Hashing.sha256();
    private static final JsonMapper MAPPER = new JsonMapper();
    /**
     * Not part of what a network is. A recurrent attention writes the number of steps of its last input into its configuration; what
     * DL4J imports from Keras gets the time of the import as its seed.
     */
    private static final List<String> LEFT_OUT = List.of("iterationCount", "epochCount", "timeSteps", "seed");

    /** Elements hashed at once. */
    private static final int CHUNK = 1 << 16;

    private Fingerprints() {}

    /**
     * The hashes of {@link #STRUCTURE}, {@link #PARAMETERS} and {@link #CONFIGURATION}, the last one not where DL4J can't
     * write the configuration as JSON: such a network can be grown, but not saved.
     */
    public static ImmutableMap<String, String> of(Model network) {
        ImmutableMap.Builder<String, String> hashes = ImmutableMap.builder();
        hashes.put(STRUCTURE, structure(network)).put(PARAMETERS, of(network.params()));
        configuration(network).ifPresent(hash -> hashes.put(CONFIGURATION, hash));
        return hashes.buildOrThrow();
    }

    /** The hash of an array: its data type, shape, and values in the order of C. */
    public static String of(INDArray array) {
        if (array.isEmpty()) {
            return SHA_256.hashString(String.valueOf(array.dataType()), StandardCharsets.UTF_8)
                    .toString();
        }
        INDArray values = array.dataType() == DataType.FLOAT ? array : array.castTo(DataType.DOUBLE);
        Hasher hasher = SHA_256.newHasher();
        put(hasher, array.dataType() + Arrays.toString(array.shape()));
        INDArray flat = values.reshape('c', new long[] {values.length()});
        for (long from = 0; from < flat.length(); from += CHUNK) {
            long to = Math.min(flat.length(), from + CHUNK);
            hasher.putBytes(bytes(flat.get(NDArrayIndex.interval(from, to))));
        }
        return hasher.hash().toString();
    }

    private static byte[] bytes(INDArray values) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(values.length()) * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        if (values.dataType() == DataType.FLOAT) {
            float[] floats = values.toFloatVector();
            buffer.asFloatBuffer().put(floats);
            return Arrays.copyOf(buffer.array(), floats.length * Float.BYTES);
        }
        buffer.asDoubleBuffer().put(values.toDoubleVector());
        return buffer.array();
    }

    private static String structure(Model network) {
        Hasher hasher = SHA_256.newHasher();
        for (Map.Entry<String, INDArray> param : new TreeMap<>(network.paramTable()).entrySet()) {
            put(hasher, param.getKey());
            put(hasher, Arrays.toString(param.getValue().shape()));
        }
        return hasher.hash().toString();
    }

    private static Optional<String> configuration(Model network) {
        String json;
        try {
            json = Dl4jNetwork.of(network).toJson();
        } catch (RuntimeException e) {
            return Optional.empty(); // some layer of the user's own
        }
        try {
            JsonNode tree = MAPPER.readTree(json);
            for (String left : LEFT_OUT) {
                tree.findParents(left).forEach(parent -> ((ObjectNode) parent).remove(left));
            }
            return Optional.of(
                    SHA_256.hashString(tree.toString(), StandardCharsets.UTF_8).toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("DL4J's JSON is none", e);
        }
    }

    /** With its length, so that no two lists of texts look alike. */
    private static void put(Hasher hasher, String text) {
        hasher.putInt(text.length()).putString(text, StandardCharsets.UTF_8);
    }
}
