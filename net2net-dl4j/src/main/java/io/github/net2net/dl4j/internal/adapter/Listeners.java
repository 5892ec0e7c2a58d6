package io.github.net2net.dl4j.internal.adapter;

import com.google.common.collect.ImmutableList;
import io.github.net2net.spi.TrainingOutlook;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.deeplearning4j.optimize.api.TrainingListener;

/** What becomes of a teacher's listeners: the student has none. */
final class Listeners {
    private Listeners() {}

    /** The outlook, with a line if there are listeners. */
    static TrainingOutlook noted(TrainingOutlook outlook, Collection<TrainingListener> listeners) {
        if (listeners.isEmpty()) {
            return outlook;
        }
        String names = listeners.stream()
                .map(listener -> listener.getClass().getName())
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .collect(Collectors.joining(", "));
        String line = String.format(
                Locale.ROOT,
                "the student starts without the teacher's listeners (%s); student.setListeners(..) sets them",
                names);
        return new TrainingOutlook(
                outlook.summary(),
                ImmutableList.<String>builder()
                        .addAll(outlook.lines())
                        .add(line)
                        .build());
    }
}
