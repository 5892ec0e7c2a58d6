package io.github.net2net.plan;

import com.google.common.collect.ImmutableMap;
import io.github.net2net.GrowthException;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.CalibrationData;
import io.github.net2net.spi.ChannelStatistics;
import io.github.net2net.spi.NetworkAdapter;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.tensor.Gather;
import io.github.net2net.tensor.Shape;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.tensor.TensorFactory;
import io.github.net2net.transform.Factorization;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Makes the student that a plan describes, one parameter at a time. */
public final class Executor<N> {
    private final NetworkAdapter<N> adapter;
    private final N teacher;
    private final PlanState plan;
    private final Map<CalibrationData, ImmutableMap<String, ChannelStatistics>> measured = new HashMap<>();
    private final Map<Factors.Request, Factorization> factorized = new HashMap<>();

    public Executor(NetworkAdapter<N> adapter, N teacher, PlanState plan) {
        this.adapter = adapter;
        this.teacher = teacher;
        this.plan = plan;
    }

    /** The student. The teacher is only read. */
    public N execute(Settings settings) {
        StudentBuilder<N> student = adapter.student(teacher, plan.blueprint(settings));
        StateCarrier<N> memory = new StateCarrier<>(adapter, teacher, plan, student);
        for (Node node : plan.graph().nodes()) {
            for (Param param : node.params()) {
                ParamKey key = new ParamKey(node.name(), param.name());
                List<ParamEdit> edits = plan.edits(key);
                requireFinite(student.set(key, value(key, edits, student)), key, edits);
                memory.carry(key, param.shape());
            }
        }
        if (settings.baseline() != Baseline.FROM_SCRATCH) {
            student.carryActivations(
                    node -> plan.lineage().origin(plan.graph(), node).map());
        }
        return student.build();
    }

    private Tensor requireFinite(Tensor value, ParamKey key, List<ParamEdit> edits) {
        String computed = edits.stream()
                .map(ParamEdit::computesFrom)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(" and "));
        if (!computed.isEmpty() && value.hasNonFinite()) {
            throw new GrowthException(String.format(
                    Locale.ROOT,
                    "cannot grow this network: the student's %s would hold infinite numbers or NaN, from %s%s",
                    key,
                    computed,
                    isOfTeacher(key) ? teacherHas(key) : ". Scale the weights, or the data, down first."));
        }
        return value;
    }

    private boolean isOfTeacher(ParamKey key) {
        return plan.teacher().contains(key.node());
    }

    private Tensor value(ParamKey key, List<ParamEdit> edits, StudentBuilder<N> student) {
        Tensor value = isOfTeacher(key)
                ? adapter.parameter(teacher, key)
                : student.tensors().zeros(Shape.of(0));
        for (ParamEdit edit : edits) {
            value = edit.apply(value, new EditContext(key, student));
        }
        return value;
    }

    private String teacherHas(ParamKey key) {
        double deviation = adapter.parameter(teacher, key).standardDeviation();
        return String.format(
                Locale.ROOT,
                ", which is %.3g. Break the symmetry by unevenShares(0.5), or scale the" + " weights down first.",
                deviation);
    }

    private final class EditContext implements ParamEdit.Context {
        private final ParamKey key;
        private final StudentBuilder<N> student;

        EditContext(ParamKey key, StudentBuilder<N> student) {
            this.key = key;
            this.student = student;
        }

        @Override
        public TensorFactory tensors() {
            return student.tensors();
        }

        /** Of an axis that is shorter in the end, such as that of factorized weights, values are repeated. */
        @Override
        public Tensor initial(Shape shape) {
            Tensor whole = student.initial(key);
            Gather cut = Gather.nothing();
            for (int axis = 0; axis < shape.rank(); axis++) {
                int size = whole.shape().size(axis);
                if (shape.size(axis) != size) {
                    int[] sources = new int[shape.size(axis)];
                    Arrays.setAll(sources, i -> i % size);
                    cut = cut.along(axis, sources);
                }
            }
            return whole.shape().equals(shape) ? whole : whole.gather(cut);
        }

        @Override
        public ChannelStatistics statistics(ParamEdit.StatisticsRequest request) {
            return Objects.requireNonNull(measured.computeIfAbsent(
                            request.data(), data -> adapter.statistics(teacher, plan.measuredOn(data), data))
                    .get(request.node()));
        }

        @Override
        public Factorization factors(Factors.Request request) {
            Factorization known = factorized.get(request);
            if (known == null) {
                List<ParamEdit> before = plan.edits(request.weights()).subList(0, request.edits());
                Tensor value = value(request.weights(), before, student);
                known = request.factorize(requireFinite(value, request.weights(), before));
                factorized.put(request, known);
            }
            return known;
        }
    }
}
