package io.github.net2net.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.GrowthException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A value somewhere in a document. Whoever asks it for what it is not gets a refusal that names the place.
 *
 * @param document what the document is: "recipe"
 * @param place where in it: "steps[2].to"
 * @param node the value
 */
record Value(String document, String place, JsonNode node) {
    private static final int SHOWN = 60;

    String text() {
        require(node.isTextual(), "a text");
        return node.textValue();
    }

    int integer() {
        require(node.isIntegralNumber() && node.canConvertToInt(), "a whole number");
        return node.intValue();
    }

    long whole() {
        require(node.isIntegralNumber() && node.canConvertToLong(), "a whole number");
        return node.longValue();
    }

    double number() {
        require(node.isNumber() && Double.isFinite(node.doubleValue()), "a number");
        return node.doubleValue();
    }

    boolean flag() {
        require(node.isBoolean(), "true or false");
        return node.booleanValue();
    }

    Fields fields() {
        require(node.isObject(), "an object");
        return new Fields(this);
    }

    <T> ImmutableList<T> list(Function<Value, T> element) {
        require(node.isArray(), "a list");
        ImmutableList.Builder<T> elements = ImmutableList.builder();
        for (int i = 0; i < node.size(); i++) {
            elements.add(element.apply(new Value(document, place + "[" + i + "]", node.get(i))));
        }
        return elements.build();
    }

    ImmutableIntArray integers() {
        return ImmutableIntArray.copyOf(list(Value::integer));
    }

    /** What {@code made} makes, its objections put at this place. */
    <T> T made(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new GrowthException("cannot read the " + document + ": " + place + ": " + e.getMessage(), e);
        }
    }

    private void require(boolean condition, String wanted) {
        if (!condition) {
            throw insteadOf(wanted);
        }
    }

    /** The refusal of this value where something else is wanted. */
    GrowthException insteadOf(String wanted) {
        String shown = node.toString();
        String cut = shown.length() <= SHOWN ? shown : shown.substring(0, SHOWN) + "...";
        return refusal("is " + cut + "; give " + wanted);
    }

    /** A refusal that begins with the place. */
    GrowthException refusal(String reason) {
        String where = place.isEmpty() ? "the document" : place;
        return new GrowthException("cannot read the " + document + ": " + where + " " + reason + ".");
    }
}
