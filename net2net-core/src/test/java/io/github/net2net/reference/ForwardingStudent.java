package io.github.net2net.reference;

import io.github.net2net.graph.ParamKey;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.tensor.TensorFactory;

/** Makes what another builder makes; for tests that change or record one step. */
public class ForwardingStudent implements StudentBuilder<GraphNet> {
    private final StudentBuilder<GraphNet> other;

    public ForwardingStudent(StudentBuilder<GraphNet> other) {
        this.other = other;
    }

    @Override
    public TensorFactory tensors() {
        return other.tensors();
    }

    @Override
    public Tensor initial(ParamKey key) {
        return other.initial(key);
    }

    @Override
    public Tensor set(ParamKey key, Tensor value) {
        return other.set(key, value);
    }

    @Override
    public GraphNet build() {
        return other.build();
    }
}
