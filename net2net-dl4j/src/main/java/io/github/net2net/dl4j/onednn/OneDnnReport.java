package io.github.net2net.dl4j.onednn;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@link OneDnn#enable} did to one network.
 *
 * @param layers how many layers of each kind compute through oneDNN now
 * @param left the layers that look as if they could and don't, by name, and why
 * @param obstacle why none does, if something stands in the way of all
 */
public record OneDnnReport(
        ImmutableMap<HelperKind, Integer> layers, ImmutableMap<String, String> left, Optional<String> obstacle) {

    /** Whether any layer computes through oneDNN. */
    public boolean enabled() {
        return !layers.isEmpty();
    }

    /**
     * One line for people, such as {@code oneDNN: enabled (layers: 3 convolution, 2 pooling)}, and one more for every
     * layer left.
     */
    @Override
    public String toString() {
        return left.entrySet().stream()
                .map(entry ->
                        System.lineSeparator() + "oneDNN: not enabled in '" + entry.getKey() + "': " + entry.getValue())
                .collect(Collectors.joining("", headline(), ""));
    }

    private String headline() {
        if (obstacle.isPresent()) {
            return "oneDNN: not enabled: " + obstacle.get();
        }
        if (layers.isEmpty()) {
            return "oneDNN: not enabled: the network has no layer that could use it";
        }
        return layers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue() + " " + entry.getKey().words())
                .collect(Collectors.joining(", ", "oneDNN: enabled (layers: ", ")"));
    }

    static OneDnnReport notEnabled(String obstacle) {
        return new OneDnnReport(ImmutableMap.of(), ImmutableMap.of(), Optional.of(obstacle));
    }

    static OneDnnReport of(Map<HelperKind, Integer> layers, Map<String, String> left) {
        return new OneDnnReport(Maps.immutableEnumMap(layers), ImmutableMap.copyOf(left), Optional.empty());
    }
}
