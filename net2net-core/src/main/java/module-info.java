/** Grows trained neural networks; knows channels, graphs and tensors but no deep learning framework. */
module io.github.net2net.core {
    requires static com.google.errorprone.annotations;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires com.google.common;
}
