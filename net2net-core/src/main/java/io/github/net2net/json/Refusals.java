package io.github.net2net.json;

import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.google.common.base.CaseFormat;
import com.google.common.base.Throwables;
import io.github.net2net.GrowthException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Jackson's exceptions as refusals that name the place, the value that was found there, and what to give instead.
 *
 * @param kind of the document: "recipe"
 * @param document the whole of it
 */
record Refusals(String kind, JsonNode document) {
    private static final int SHOWN = 60;

    /** The field of the document itself. */
    JsonNode required(String field) {
        JsonNode value = document.get(field);
        if (value == null) {
            throw refusal("", "has no field '" + field + "'");
        }
        return value;
    }

    /**
     * Checks that nothing is null: what is not specified is left out.
     *
     * @throws GrowthException at the first null
     */
    void checkNulls() {
        checkNulls("", document);
    }

    private void checkNulls(String place, JsonNode value) {
        if (value.isNull()) {
            throw insteadOf(place, value, "a value, or leave it out");
        }
        value.properties().forEach(field -> checkNulls(join(place, field.getKey()), field.getValue()));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            checkNulls(place + "[" + i + "]", value.get(i));
        }
    }

    GrowthException of(JsonMappingException e) {
        List<JsonMappingException.Reference> path = e.getPath();
        List<JsonMappingException.Reference> owner = path.subList(0, Math.max(0, path.size() - 1));
        if (e instanceof UnrecognizedPropertyException unknown) {
            return refusal(
                    place(owner),
                    "has the unknown field '" + unknown.getPropertyName() + "'; known there are "
                            + components(unknown.getReferringClass()));
        } else if (Throwables.getRootCause(e) instanceof IllegalArgumentException objection) {
            return new GrowthException(
                    "cannot read the " + kind + ": " + at(place(path)) + ": " + objection.getMessage(), e);
        } else if (isMissing(e)) {
            return refusal(
                    place(owner), "has no field '" + path.get(path.size() - 1).getFieldName() + "'");
        } else if (e instanceof InvalidTypeIdException type) {
            return ofType(place(path), value(path), type);
        }
        Class<?> wanted = wanted(e);
        return insteadOf(place(path), value(path), wanted == null ? "another value" : description(wanted));
    }

    private static @Nullable Class<?> wanted(JsonMappingException e) {
        if (Throwables.getRootCause(e) instanceof InputCoercionException overflow) {
            return overflow.getTargetType();
        }
        return e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
    }

    private static List<String> components(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    /** Jackson marks this by its text alone. */
    private static boolean isMissing(JsonMappingException e) {
        return e.getOriginalMessage().startsWith("Missing required creator property");
    }

    private GrowthException ofType(String place, @Nullable JsonNode object, InvalidTypeIdException e) {
        String names = names(e.getBaseType().getRawClass());
        JsonNode type = object == null ? null : object.get(RecordIntrospector.TYPE);
        if (object == null || !object.isObject()) {
            return insteadOf(place, object, "an object");
        }
        return type == null
                ? refusal(place, "has no field '" + RecordIntrospector.TYPE + "'; give " + names)
                : insteadOf(join(place, RecordIntrospector.TYPE), type, names);
    }

    private static String names(Class<?> type) {
        Class<?>[] records = type.isSealed() ? type.getPermittedSubclasses() : new Class<?>[] {type};
        return alternatives(Arrays.stream(records).map(RecordIntrospector::name).toList());
    }

    private static String alternatives(List<String> names) {
        String last = "\"" + names.get(names.size() - 1) + "\"";
        String others = names.subList(0, names.size() - 1).stream()
                .map(name -> "\"" + name + "\"")
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? last : others + " or " + last;
    }

    private static String description(Class<?> wanted) {
        if (wanted == int.class || wanted == Integer.class || wanted == long.class || wanted == Long.class) {
            return "a whole number";
        } else if (wanted == double.class || wanted == Double.class) {
            return "a number";
        } else if (wanted == boolean.class || wanted == Boolean.class) {
            return "true or false";
        } else if (wanted == String.class) {
            return "a text";
        } else if (wanted.isEnum()) {
            return alternatives(Arrays.stream(wanted.getEnumConstants())
                    .map(constant -> CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_CAMEL, constant.toString()))
                    .toList());
        }
        return Collection.class.isAssignableFrom(wanted) ? "a list" : "an object";
    }

    /** The refusal of a value where something else is wanted. */
    GrowthException insteadOf(String place, @Nullable JsonNode value, String wanted) {
        String shown = String.valueOf(value);
        String cut = shown.length() <= SHOWN ? shown : shown.substring(0, SHOWN) + "...";
        return refusal(place, "is " + cut + "; give " + wanted);
    }

    private GrowthException refusal(String place, String reason) {
        return new GrowthException("cannot read the " + kind + ": " + at(place) + " " + reason + ".");
    }

    private static String at(String place) {
        return place.isEmpty() ? "the document" : place;
    }

    /** "steps[2].to". */
    private static String place(List<JsonMappingException.Reference> path) {
        String place = "";
        for (JsonMappingException.Reference step : path) {
            place = step.getFieldName() == null
                    ? place + "[" + step.getIndex() + "]"
                    : join(place, step.getFieldName());
        }
        return place;
    }

    private static String join(String place, String field) {
        return place.isEmpty() ? field : place + "." + field;
    }

    private @Nullable JsonNode value(List<JsonMappingException.Reference> path) {
        JsonNode value = document;
        for (JsonMappingException.Reference step : path) {
            String field = step.getFieldName();
            value = value == null ? null : field == null ? value.get(step.getIndex()) : value.get(field);
        }
        return value;
    }
}
