package io.github.net2net.examples.spark;

import static java.util.Objects.requireNonNull;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.common.util.concurrent.Uninterruptibles;
import io.github.net2net.dl4j.search.SearchJob;
import io.github.net2net.dl4j.search.Trial;
import io.github.net2net.dl4j.search.TrialExecutor;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each trial as a task of Apache Spark. The teacher is broadcast once in each rung; a task gets the checkpoint of its
 * trial, and returns it. Spark runs the trials of lost executors again. A trial whose task Spark gives up ends the search,
 * which can be resumed.
 *
 * <p>The data of the search is serialized, and read by the executors.
 */
public final class SparkExecutor implements TrialExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(SparkExecutor.class);

    private final JavaSparkContext spark;

    /** An executor; the context is the caller's to stop. */
    public SparkExecutor(JavaSparkContext spark) {
        this.spark = spark;
    }

    /** Uses the cluster that spark-submit has given, and stops then. */
    public static <T> T with(java.util.function.Function<TrialExecutor, T> use) {
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
            return use.apply(new SparkExecutor(spark));
        }
    }

    /** A trial with its files. */
    private record Packed(Trial trial, FolderFiles files) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** What an executor does. */
    private record Task(Broadcast<SearchJob<?, ?>> job) implements Function<Packed, Packed> {
        private static final long serialVersionUID = 1L;

        @Override
        public Packed call(Packed trial) throws IOException {
            Path folder = Files.createTempDirectory("net2net-trial");
            try {
                trial.files().write(folder);
                job.value().run(trial.trial(), folder);
                return new Packed(trial.trial(), FolderFiles.read(folder));
            } finally {
                MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
            }
        }
    }

    @Override
    public void run(SearchJob<?, ?> job, List<Trial> trials) {
        Broadcast<SearchJob<?, ?>> broadcast = spark.broadcast(job);
        try {
            // A job for each, so that what has ended is kept if the driver is killed.
            List<JavaFutureAction<List<Packed>>> running = trials.stream()
                    .map(trial ->
                            new Packed(trial, FolderFiles.read(trial.folder().toPath())))
                    .map(trial -> spark.parallelize(List.of(trial), 1)
                            .map(new Task(broadcast))
                            .collectAsync())
                    .toList();
            for (JavaFutureAction<List<Packed>> task : running) {
                Packed ended = requireNonNull(Uninterruptibles.getUninterruptibly(task))
                        .get(0);
                ended.files().write(ended.trial().folder().toPath());
                LOG.info(
                        "trial {}: the teacher has {} bytes, the result {}",
                        ended.trial().number(),
                        job.teacherBytes(),
                        ended.files().bytes());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Spark could not run a trial. What has ended is kept: run the same search again to resume it. "
                            + e.getMessage(),
                    e);
        } finally {
            broadcast.destroy();
        }
    }
}
