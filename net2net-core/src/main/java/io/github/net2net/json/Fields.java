package io.github.net2net.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.net2net.GrowthException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of an object. Those that were never asked for are unknown, and {@link #done} refuses them. */
final class Fields {
    private final Value object;
    private final Set<String> known = new LinkedHashSet<>();

    Fields(Value object) {
        this.object = object;
    }

    Value object() {
        return object;
    }

    Value get(String name) {
        Value value = find(name);
        if (value == null) {
            throw object.refusal("has no field '" + name + "'");
        }
        return value;
    }

    @Nullable
    Value find(String name) {
        known.add(name);
        JsonNode node = object.node().get(name);
        String place = object.place().isEmpty() ? name : object.place() + "." + name;
        return node == null ? null : new Value(object.document(), place, node);
    }

    /** Which of these fields there is. */
    String oneOf(String... names) {
        known.addAll(Arrays.asList(names));
        List<String> found = Arrays.stream(names).filter(object.node()::has).toList();
        if (found.size() != 1) {
            throw object.refusal("has " + (found.isEmpty() ? "none" : found) + " of the fields "
                    + Arrays.toString(names) + "; give one of them");
        }
        return found.get(0);
    }

    /**
     * To be said when all fields have been read.
     *
     * @throws GrowthException if there are more
     */
    void done() {
        for (Iterator<String> names = object.node().fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw object.refusal("has the unknown field '" + name + "'; known there are " + known);
            }
        }
    }
}
