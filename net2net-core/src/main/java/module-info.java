/** Grows trained neural networks; knows channels, graphs and tensors but no deep learning framework. */
module io.github.net2net.core {
    requires static transitive com.google.errorprone.annotations;
    requires static transitive org.jspecify;
    requires transitive com.google.common;
    requires com.fasterxml.jackson.databind;
    requires commons.math3;
    requires org.apache.commons.text;

    exports io.github.net2net;
    exports io.github.net2net.channel;
    exports io.github.net2net.graph;
    exports io.github.net2net.rule;
    exports io.github.net2net.spi;
    exports io.github.net2net.tensor;
    exports io.github.net2net.transform;

    // Jackson reads and writes their records.
    opens io.github.net2net.plan to
            com.fasterxml.jackson.databind;
    opens io.github.net2net.rule to
            com.fasterxml.jackson.databind;
    opens io.github.net2net.spi to
            com.fasterxml.jackson.databind;
}
