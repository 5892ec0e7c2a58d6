package io.github.net2net.dl4j.saving;

import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.nd4j.linalg.factory.Nd4j;

/** The versions of everything that takes part in computing a student. */
public final class Versions {
    private static final String UNKNOWN = "unknown";

    private Versions() {}

    /** By name: net2net, deeplearning4j, nd4j, backend, java; "unknown" where a jar does not state it. */
    public static ImmutableSortedMap<String, String> all() {
        return ImmutableSortedMap.of(
                "net2net", own(),
                "deeplearning4j", ofArtifact("org.deeplearning4j", "deeplearning4j-nn"),
                "nd4j", ofArtifact("org.nd4j", "nd4j-api"),
                "backend", Nd4j.getBackend().getClass().getSimpleName(),
                "java", Runtime.version().toString());
    }

    private static String own() {
        return property("versions.properties", "net2net");
    }

    /** What Maven leaves in every jar. */
    private static String ofArtifact(String group, String artifact) {
        return property("/META-INF/maven/" + group + "/" + artifact + "/pom.properties", "version");
    }

    private static String property(String resource, String name) {
        Properties properties = new Properties();
        try (InputStream stream = Versions.class.getResourceAsStream(resource)) {
            if (stream != null) {
                properties.load(stream);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty(name, UNKNOWN);
    }
}
