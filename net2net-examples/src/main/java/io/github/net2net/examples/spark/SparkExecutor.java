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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each trial as a task of Apache Spark. The teacher is broadcast once; a task gets the checkpoint of its
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
    public Running start(SearchJob<?, ?> job) {
        return new Jobs(job.teacherBytes(), spark.broadcast(job));
    }

    /** A job of Spark for each trial, and a thread that waits for it and stores its files. */
    private final class Jobs implements Running {
        private final long teacherBytes;
        private final Broadcast<SearchJob<?, ?>> broadcast;
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final List<JavaFutureAction<?>> submitted = new ArrayList<>();

        Jobs(long teacherBytes, Broadcast<SearchJob<?, ?>> broadcast) {
            this.teacherBytes = teacherBytes;
            this.broadcast = broadcast;
        }

        @Override
        public Future<?> submit(Trial trial) {
            Packed packed = new Packed(trial, FolderFiles.read(trial.folder().toPath()));
            JavaFutureAction<List<Packed>> job = spark.parallelize(List.of(packed), 1)
                    .map(new Task(broadcast))
                    .collectAsync();
            submitted.add(job);
            return threads.submit(() -> store(job));
        }

        private void store(Future<List<Packed>> job) {
            try {
                Packed ended =
                        requireNonNull(Uninterruptibles.getUninterruptibly(job)).get(0);
                ended.files().write(ended.trial().folder().toPath());
                LOG.info(
                        "trial {}: the teacher has {} bytes, the result {}",
                        ended.trial().number(),
                        teacherBytes,
                        ended.files().bytes());
            } catch (ExecutionException e) {
                throw new IllegalStateException(
                        "Spark could not run a trial. What has ended is kept: run the same search again to resume it. "
                                + e.getMessage(),
                        e);
            }
        }

        @Override
        public void close() {
            submitted.forEach(job -> job.cancel(true));
            threads.shutdown();
            broadcast.destroy();
        }
    }
}
