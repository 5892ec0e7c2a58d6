package io.github.net2net.examples.quickstart;

import static io.github.net2net.examples.quickstart.QuickstartExperiment.STUDENT;

import io.github.net2net.examples.results.Row;
import java.util.List;

/**
 * The measurements of a quickstart.
 *
 * @param data what the networks were trained on, for people
 * @param testImages the number of test images
 * @param teacherAccuracy the accuracy of the finished teacher
 * @param networks what was trained after that, the student first
 */
record QuickstartResults(String data, int testImages, double teacherAccuracy, List<Network> networks) {

    /**
     * One of the compared networks.
     *
     * @param name of its run
     * @param explanation for people
     * @param parameters how many it has
     * @param rows its measurements since the teacher was finished, in order, at least one
     */
    record Network(String name, String explanation, long parameters, List<Row> rows) {
        Row last() {
            return rows.get(rows.size() - 1);
        }

        /** The last measurement before, or at, so many multiply-adds of training. */
        Row at(double multiplyAdds) {
            return rows.stream()
                    .filter(row -> row.multiplyAdds() <= multiplyAdds)
                    .reduce((first, second) -> second)
                    .orElseThrow();
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

    /** The multiply-adds of the student's training, and nearly those of every other network's. */
    double budget() {
        return network(STUDENT).last().multiplyAdds();
    }

    /** By how much the student's final accuracy is above another network's; below 0 if it is not. */
    double ahead(String other) {
        return network(STUDENT).last().accuracy() - network(other).last().accuracy();
    }

    /** Two standard errors of a difference of two accuracies; smaller differences are likely chance. */
    double chance() {
        double accuracy = network(STUDENT).last().accuracy();
        return 2 * Math.sqrt(2 * accuracy * (1 - accuracy) / testImages);
    }
}
