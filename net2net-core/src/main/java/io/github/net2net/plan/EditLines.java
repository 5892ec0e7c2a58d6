package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.plan.PlannedStep.AxisChange;
import io.github.net2net.plan.PlannedStep.EditLine;
import io.github.net2net.transform.AxisGrowth;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what a plan prints of its edits; parameters of one node that fare alike share a line. */
final class EditLines {
    private final Map<String, NodeLines> nodes = new LinkedHashMap<>();

    private final String division;

    EditLines(Settings settings) {
        division = settings.dividing().text();
    }

    private record NodeLines(int params, Map<String, ImmutableList<AxisChange>> changes) {}

    void add(Node node, Param param, List<AxisGrowth> axes) {
        nodes.computeIfAbsent(node.name(), key -> new NodeLines(node.params().size(), new LinkedHashMap<>()))
                .changes
                .put(param.name(), changes(param, axes));
    }

    private ImmutableList<AxisChange> changes(Param param, List<AxisGrowth> axes) {
        ImmutableList.Builder<AxisChange> changes = ImmutableList.builder();
        for (AxisGrowth axis : axes) {
            String sizes = param.shape().name(axis.axis()) + " " + axis.map().teacherSize() + "->"
                    + axis.map().size();
            changes.add(new AxisChange(sizes, verb(axis)));
        }
        return changes.build();
    }

    private String verb(AxisGrowth axis) {
        if (axis.map().hasFresh()) {
            return axis.reads() ? "add, weight zero" : "add, initial values";
        }
        return axis.values() == null ? "copy" : "copy, " + division;
    }

    ImmutableList<EditLine> build() {
        ImmutableList.Builder<EditLine> lines = ImmutableList.builder();
        nodes.forEach((node, own) -> {
            Set<ImmutableList<AxisChange>> distinct = new LinkedHashSet<>(own.changes.values());
            if (distinct.size() == 1 && own.changes.size() == own.params && own.params > 1) {
                lines.add(new EditLine(node + ".*", distinct.iterator().next()));
            } else {
                own.changes.forEach((param, changes) -> lines.add(new EditLine(node + "." + param, changes)));
            }
        });
        return lines.build();
    }
}
