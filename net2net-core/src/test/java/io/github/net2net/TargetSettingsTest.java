package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.NetSketch;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.Description;
import io.github.net2net.spi.Description.Settings;
import org.junit.jupiter.api.Test;

/** Targets whose layers have other settings than the network's. */
class TargetSettingsTest {

    /** Layers 'a' and 'b' and the whole network have settings of the reference, which itself knows none. */
    private static final class WithSettings extends GraphNetAdapter {
        private final ImmutableMap<String, Settings> own;
        private final ImmutableMap<String, Settings> targets;

        WithSettings(ImmutableMap<String, Settings> own, ImmutableMap<String, Settings> targets) {
            this.own = own;
            this.targets = targets;
        }

        @Override
        public Description describeStudent(GraphNet teacher, Blueprint blueprint) {
            return new Description(blueprint.student(), own);
        }

        @Override
        public Description describeTarget(GraphNet teacher, Object configuration) {
            return new Description((NetGraph) configuration, targets);
        }
    }

    private static GraphNet chain(int first) {
        NetSketch net = new NetSketch(3);
        net.source("in", 3, 1);
        net.activation("a/act", net.dense("a", "in", first), "relu");
        net.activation("b/act", net.dense("b", "a/act", 4), "relu");
        return net.output(net.dense("out", "b/act", 2)).build();
    }

    private static Settings training(String... settings) {
        return new Settings(ImmutableMap.of(), map(settings));
    }

    private static Settings computing(String... settings) {
        return new Settings(map(settings), ImmutableMap.of());
    }

    private static ImmutableMap<String, String> map(String... settings) {
        ImmutableMap.Builder<String, String> map = ImmutableMap.builder();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        return map.buildOrThrow();
    }

    private static Growth<GraphNet> toward(
            int width, ImmutableMap<String, Settings> own, ImmutableMap<String, Settings> targets) {
        return Growth.of(new WithSettings(own, targets), chain(5))
                .toward(chain(width).graph());
    }

    @Test
    void settingsOfTraining_areTheTeachers() {
        String plan = toward(
                        7,
                        ImmutableMap.of(
                                "a", training("updater", "SGD", "dropout", "0.5"),
                                "b", training("updater", "SGD"),
                                "", training("seed", "1")),
                        ImmutableMap.of(
                                "a", training("updater", "Adam", "dropout", "0.5"),
                                "b", training("updater", "Adam", "weight decay", "0.1"),
                                "", training("seed", "2")))
                .plan()
                .toString();
        assertThat(plan)
                .contains("the student keeps the teacher's seed, not the target's\n")
                .contains("the student keeps the teacher's updater, not the target's: a, b\n")
                .contains("the student keeps the teacher's weight decay, not the target's: b\n")
                .doesNotContain("dropout, not the target's");
    }

    @Test
    void equalSettings_areNotMentioned() {
        ImmutableMap<String, Settings> settings = ImmutableMap.of(
                "a", training("updater", "SGD"), "b", computing("slope", "0.1"), "", training("seed", "1"));
        assertThat(toward(7, settings, settings).plan().toString())
                .contains(" 1 widen a 5 -> 7")
                .doesNotContain("target's");
    }

    @Test
    void settingsOfTheFunction_areInTheWay() {
        assertThatThrownBy(() -> toward(
                        7,
                        ImmutableMap.of("b", computing("slope", "0.1", "clipping", "1")),
                        ImmutableMap.of("b", computing("slope", "0.2", "offset", "3"))))
                .isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("""
                        cannot grow toward the target. What is in the way:
                          b: its clipping is 1, in the target not set, which computes other values
                          b: its offset is not set, in the target 3, which computes other values
                          b: its slope is 0.1, in the target 0.2, which computes other values
                        """);
    }
}
