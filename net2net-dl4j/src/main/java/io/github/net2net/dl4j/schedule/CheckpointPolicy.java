package io.github.net2net.dl4j.schedule;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where checkpoints go and who receives events.
 *
 * @param folder of the checkpoints, null if there are none
 * @param every how many epochs lie between two of them
 * @param seed of random numbers while training
 * @param receiver of events
 */
record CheckpointPolicy(@Nullable Path folder, int every, long seed, Consumer<? super TrainingEvent> receiver) {
    private static final Logger LOG = LoggerFactory.getLogger(GrowthTraining.class);

    CheckpointPolicy withFolder(Path newFolder) {
        return new CheckpointPolicy(newFolder, every, seed, receiver);
    }

    CheckpointPolicy withEvery(int newEvery) {
        return new CheckpointPolicy(folder, newEvery, seed, receiver);
    }

    CheckpointPolicy withSeed(long newSeed) {
        return new CheckpointPolicy(folder, every, newSeed, receiver);
    }

    CheckpointPolicy withReceiver(Consumer<? super TrainingEvent> newReceiver) {
        return new CheckpointPolicy(folder, every, seed, newReceiver);
    }

    void publish(TrainingEvent event) {
        LOG.info("{}", event);
        receiver.accept(event);
    }
}
