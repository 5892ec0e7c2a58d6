package io.github.net2net.dl4j.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.net2net.dl4j.schedule.Progress.Attempt;
import io.github.net2net.dl4j.schedule.Progress.Epoch;
import io.github.net2net.dl4j.schedule.Progress.Fate;
import java.util.List;

/**
 * What a checkpoint holds besides the network.
 *
 * @param version of this form
 * @param origin what the training began with
 */
record State(int version, Origin origin, Progress progress) {
    static final int VERSION = 2;

    /** As version 2, but that it did not count the iterations and the processor time of epochs. */
    private static final int WITHOUT_TIMES = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * What must be the same for a training to resume.
     *
     * @param network the first network
     * @param score by what networks are rated
     * @param seed of random numbers while training
     */
    record Origin(String network, String score, long seed) {}

    static State of(Origin origin, Progress progress) {
        return new State(VERSION, origin, progress);
    }

    /**
     * The state of a text.
     *
     * @throws IllegalArgumentException if it is of another version, or contradicts itself
     */
    static State read(String text) throws JsonProcessingException {
        JsonNode document = JSON.readTree(text);
        JsonNode version = document.path("version");
        if (!version.isInt()) {
            throw new IllegalArgumentException("its state is not a JSON object with a version");
        }
        if (version.intValue() == WITHOUT_TIMES) {
            document.path("progress").path("epochs").forEach(State::addTimes);
        } else if (version.intValue() != VERSION) {
            throw new IllegalArgumentException(
                    "it has version " + version + ", and this net2net reads version " + VERSION);
        }
        State state = JSON.treeToValue(document, State.class);
        state.check();
        return state;
    }

    private static void addTimes(JsonNode epoch) {
        if (epoch instanceof ObjectNode fields) {
            fields.put("iterations", 0).put("processorNanos", 0);
        }
    }

    private void check() {
        List<Epoch> epochs = progress.epochs();
        for (int i = 0; i < epochs.size(); i++) {
            require(
                    epochs.get(i).number() == i + 1,
                    "epoch %s follows epoch %s",
                    epochs.get(i).number(),
                    i);
        }
        int earlier = 0;
        for (Attempt attempt : progress.attempts()) {
            boolean last =
                    attempt.equals(progress.attempts().get(progress.attempts().size() - 1));
            boolean onTrial = attempt.fate() == Fate.ON_TRIAL;
            int until = onTrial ? attempt.epoch() : attempt.decided();
            require(
                    attempt.epoch() >= earlier,
                    "a growth after epoch %s follows one of epoch %s",
                    attempt.epoch(),
                    earlier);
            require(
                    until >= attempt.epoch() && until <= epochs.size(),
                    "a growth is decided in epoch %s of %s",
                    until,
                    epochs.size());
            require(
                    last || !onTrial,
                    "a growth after epoch %s is on trial, and others follow",
                    attempt.epoch(),
                    earlier);
            earlier = until;
        }
    }

    private static void require(boolean consistent, String contradiction, int first, int second) {
        if (!consistent) {
            throw new IllegalArgumentException(
                    "its state contradicts itself: " + String.format(contradiction, first, second));
        }
    }

    String write() throws JsonProcessingException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    }
}
