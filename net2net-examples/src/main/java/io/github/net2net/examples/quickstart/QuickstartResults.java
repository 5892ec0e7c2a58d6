package io.github.net2net.examples.quickstart;

import io.github.net2net.examples.results.Row;
import java.util.List;
import java.util.OptionalLong;

/**
 * The measurements of a quickstart.
 *
 * @param data what the networks were trained on, for people
 * @param growthPoint images the teacher had seen when it was grown
 * @param testImages the number of test images
 * @param networks the student first
 */
record QuickstartResults(String data, long growthPoint, int testImages, List<Network> networks) {

    /**
     * One of the compared networks.
     *
     * @param name of its run
     * @param explanation for people
     * @param parameters how many it has
     * @param rows its measurements, in order, at least one
     */
    record Network(String name, String explanation, long parameters, List<Row> rows) {
        Row last() {
            return rows.get(rows.size() - 1);
        }

        /** The measurement after so many images, ancestors' included; empty cells of a table if there is none. */
        List<Row> at(long images) {
            return rows.stream().filter(row -> row.totalExamples() == images).toList();
        }
    }

    QuickstartResults {
        networks = List.copyOf(networks);
    }

    Network network(String name) {
        return networks.stream()
                .filter(network -> network.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no network '" + name + "'"));
    }

    /** The teacher's accuracy when it was grown. */
    double accuracyAtGrowth() {
        return network(QuickstartExperiment.TEACHER).at(growthPoint).get(0).accuracy();
    }

    /** Images after growth until the student was first as accurate as the network from scratch at its end, if ever. */
    OptionalLong imagesToMatchScratch() {
        double goal = network(QuickstartExperiment.SCRATCH).last().accuracy();
        return network(QuickstartExperiment.STUDENT).rows().stream()
                .filter(row -> row.accuracy() >= goal)
                .mapToLong(Row::examples)
                .findFirst();
    }

    /** Two standard errors of a difference of two accuracies; smaller differences are likely chance. */
    double chance() {
        double accuracy = network(QuickstartExperiment.STUDENT).last().accuracy();
        return 2 * Math.sqrt(2 * accuracy * (1 - accuracy) / testImages);
    }
}
