package io.github.net2net.channel;

import com.google.common.primitives.Doubles;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Spreads one number per channel over an axis, as {@link MapAlgebra} spreads the channels. */
record ValueAlgebra(Function<ChannelGroup, double[]> valuesOf) implements ChannelLayout.Algebra<double[]> {
    @Override
    public double[] whole(ChannelGroup group) {
        return valuesOf.apply(group);
    }

    @Override
    public double[] sequence(List<double[]> parts) {
        return Doubles.concat(parts.toArray(double[][]::new));
    }

    @Override
    public double[] repeatEach(double[] inner, int times) {
        double[] spread = new double[inner.length * times];
        Arrays.setAll(spread, i -> inner[i / times]);
        return spread;
    }

    @Override
    public double[] tile(double[] inner, int times) {
        double[] spread = new double[inner.length * times];
        Arrays.setAll(spread, i -> inner[i % inner.length]);
        return spread;
    }
}
