package io.github.net2net.examples.onednn;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@link OneDnn#engage} did to one network.
 *
 * @param layers how many layers of each kind compute through oneDNN now
 * @param obstacle why none does, if something stands in the way
 */
public record OneDnnReport(Map<LayerKind, Integer> layers, Optional<String> obstacle) {

    /** Copies the map. */
    public OneDnnReport {
        layers = Map.copyOf(layers);
    }

    /** Whether any layer computes through oneDNN. */
    public boolean engaged() {
        return !layers.isEmpty();
    }

    /** One line for people, such as {@code oneDNN: engaged (layers: 3 convolution, 2 pooling)}. */
    @Override
    public String toString() {
        if (obstacle.isPresent()) {
            return "oneDNN: not engaged: " + obstacle.get();
        }
        if (layers.isEmpty()) {
            return "oneDNN: not engaged: the network has no layer that could use it";
        }
        return layers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue() + " " + entry.getKey().words())
                .collect(Collectors.joining(", ", "oneDNN: engaged (layers: ", ")"));
    }
}
