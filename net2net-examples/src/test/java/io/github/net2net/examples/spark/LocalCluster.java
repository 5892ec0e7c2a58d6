package io.github.net2net.examples.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark on this machine, each executor a process of its own with one core. */
final class LocalCluster implements AutoCloseable {
    final JavaSparkContext spark;

    private LocalCluster(JavaSparkContext spark) {
        this.spark = spark;
    }

    /**
     * Starts it. Spark starts executors by the jars in a folder; here they have the class path of the test instead.
     *
     * @param home an empty folder
     */
    static LocalCluster start(int executors, Path home) throws IOException {
        Files.createDirectory(home.resolve("jars"));
        System.setProperty("spark.testing", "true");
        System.setProperty("spark.test.home", home.toString());
        return new LocalCluster(new JavaSparkContext(new SparkConf()
                .setMaster("local-cluster[" + executors + ",1,2048]")
                .setAppName("net2net")
                .set("spark.ui.enabled", "false")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .setExecutorEnv("SPARK_SCALA_VERSION", "2.12")));
    }

    @Override
    public void close() {
        spark.stop();
        System.clearProperty("spark.testing");
        System.clearProperty("spark.test.home");
    }
}
