package io.github.net2net.plan;

import io.github.net2net.graph.Node;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.NetworkAdapter;
import io.github.net2net.spi.StateSlot;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.tensor.TensorFactory;
import java.util.HashMap;
import java.util.Map;

/** Carries what the teacher's optimizer remembers over to the student's, one array at a time. */
final class StateCarrier<N> {
    private final NetworkAdapter<N> adapter;
    private final N teacher;
    private final PlanState plan;
    private final StudentBuilder<N> student;
    private final Map<String, String> templates = new HashMap<>();
    private final Map<SlotKey, Double> templateMeans = new HashMap<>();

    private record SlotKey(ParamKey key, String slot) {}

    StateCarrier(NetworkAdapter<N> adapter, N teacher, PlanState plan, StudentBuilder<N> student) {
        this.adapter = adapter;
        this.teacher = teacher;
        this.plan = plan;
        this.student = student;
        for (Blueprint.Insertion insertion : plan.insertions()) {
            for (Blueprint.InsertedNode inserted : insertion.nodes()) {
                String template = inserted.template();
                if (template != null) {
                    templates.put(inserted.node().name(), template);
                }
            }
        }
    }

    /** Carries the state of one parameter over. */
    void carry(ParamKey key, Shape shape) {
        for (StateSlot slot : student.stateSlots(key)) {
            Tensor value = value(key, slot, shape);
            student.setState(key, slot, value);
        }
    }

    private Tensor value(ParamKey key, StateSlot slot, Shape shape) {
        TensorFactory tensors = student.tensors();
        boolean ofTeacher = plan.teacher().contains(key.node());
        Tensor value = ofTeacher ? adapter.optimizerState(teacher, key, slot) : tensors.zeros(Shape.of(0));
        if (value == null) {
            return tensors.filled(shape, slot.initial());
        }
        for (ParamEdit edit : plan.edits(key)) {
            value = edit.applyToState(value, slot, new EditContext(key, slot));
        }
        return value;
    }

    /** The mean over the student's state of a parameter; the initial value if it does not exist. */
    private double meanOf(ParamKey key, StateSlot slot) {
        Node node = plan.graph().node(key.node());
        boolean exists = node.params().stream().anyMatch(param -> param.name().equals(key.param()))
                && student.stateSlots(key).stream().anyMatch(own -> own.name().equals(slot.name()));
        if (!exists) {
            return slot.initial();
        }
        SlotKey known = new SlotKey(key, slot.name());
        Double mean = templateMeans.get(known);
        if (mean == null) {
            mean = value(key, slot, node.param(key.param()).shape()).mean();
            templateMeans.put(known, mean);
        }
        return mean;
    }

    private final class EditContext implements ParamEdit.StateContext {
        private final ParamKey key;
        private final StateSlot slot;

        EditContext(ParamKey key, StateSlot slot) {
            this.key = key;
            this.slot = slot;
        }

        @Override
        public TensorFactory tensors() {
            return student.tensors();
        }

        @Override
        public double templateMean() {
            String template = templates.get(key.node());
            return template == null ? slot.initial() : meanOf(new ParamKey(template, key.param()), slot);
        }
    }
}
