package io.github.net2net.plan;

import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.graph.LayerSelector;
import io.github.net2net.transform.BatchNormRule;
import java.util.function.UnaryOperator;

/** One wish of a recipe. */
public sealed interface Step {

    /** This step with the name of its layer, if it has one, changed. */
    Step renamed(UnaryOperator<String> change);

    /** Widen one layer, and whatever is coupled to it. */
    record Widen(String layer, Amount amount) implements Step {
        @Override
        public Step renamed(UnaryOperator<String> change) {
            return new Widen(change.apply(layer), amount);
        }
    }

    /** Widen every selected layer that can be. */
    record WidenAll(LayerSelector selector, Amount.Times amount) implements Step {
        @Override
        public Step renamed(UnaryOperator<String> change) {
            return selector instanceof LayerSelector.OneOf named ? new WidenAll(named.renamed(change), amount) : this;
        }
    }

    /** Repeat the unit that begins with a layer. */
    record Deepen(String after, BatchNormRule batchNorm) implements Step {
        @Override
        public Step renamed(UnaryOperator<String> change) {
            return new Deepen(change.apply(after), batchNorm);
        }
    }

    /** Enlarge a layer's kernel; one size per spatial dimension. */
    record EnlargeKernel(String layer, ImmutableIntArray sizes) implements Step {
        @Override
        public Step renamed(UnaryOperator<String> change) {
            return new EnlargeKernel(change.apply(layer), sizes);
        }
    }
}
