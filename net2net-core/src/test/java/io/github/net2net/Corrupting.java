package io.github.net2net;

import io.github.net2net.graph.ParamKey;
import io.github.net2net.reference.ForwardingStudent;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.StudentBuilder;
import io.github.net2net.tensor.Tensor;

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
        return new ForwardingStudent(super.student(teacher, blueprint)) {
            @Override
            public Tensor set(ParamKey key, Tensor value) {
                boolean hit = key.equals(new ParamKey("out", "b"));
                return super.set(key, hit ? value.plusSlices(0, (j, i) -> j == 0 ? fault : 0) : value);
            }
        };
    }
}
