package io.github.net2net;

import io.github.net2net.graph.ParamKey;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.tensor.Tensor;
import io.github.net2net.tensor.TensorFactory;

/** An adapter that adds a number to the first bias of the layer "out". */
final class Corrupting extends GraphNetAdapter {
    private final double fault;

    Corrupting() {
        this(5);
    }

    Corrupting(double fault) {
        this.fault = fault;
    }

    @Override
    public StudentBuilder<GraphNet> student(GraphNet teacher, Blueprint blueprint) {
        StudentBuilder<GraphNet> right = super.student(teacher, blueprint);
        return new StudentBuilder<>() {
            @Override
            public TensorFactory tensors() {
                return right.tensors();
            }

            @Override
            public Tensor initial(ParamKey key) {
                return right.initial(key);
            }

            @Override
            public Tensor set(ParamKey key, Tensor value) {
                boolean hit = key.equals(new ParamKey("out", "b"));
                return right.set(key, hit ? value.plusSlices(0, (j, i) -> j == 0 ? fault : 0) : value);
            }

            @Override
            public GraphNet build() {
                return right.build();
            }
        };
    }
}
