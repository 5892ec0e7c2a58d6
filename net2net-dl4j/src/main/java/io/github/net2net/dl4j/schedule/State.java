package io.github.net2net.dl4j.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * What a checkpoint holds besides the network.
 *
 * @param version of this form
 * @param origin what the training began with
 */
record State(int version, Origin origin, Progress progress) {
    static final int VERSION = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /**
     * What must be the same for a training to go on.
     *
     * @param network the first network
     * @param score by what networks are rated
     * @param seed of random numbers while training
     */
    record Origin(String network, String score, long seed) {}

    static State of(Origin origin, Progress progress) {
        return new State(VERSION, origin, progress);
    }

    static State read(String text) throws JsonProcessingException {
        return JSON.readValue(text, State.class);
    }

    String write() throws JsonProcessingException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    }
}
