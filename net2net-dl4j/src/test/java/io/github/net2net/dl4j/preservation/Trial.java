package io.github.net2net.dl4j.preservation;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.GrowthException;
import io.github.net2net.GrowthPlan;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.spi.Deviation;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What growing a sample in one way comes to.
 *
 * @param verdict "exact", "exact for equal numbers of copies", "refused: …", or "–" for what the class does not have
 * @param inDouble the largest deviation in double precision, 0 if nothing grew
 * @param inFloat the same in single precision
 */
record Trial(String verdict, double inDouble, double inFloat) {
    static final String NONE = "–";
    private static final int LARGER_KERNEL = 5;

    /** Rounding differs between machines. */
    private static final int LEAST_DOUBLE = -14;

    private static final int LEAST_FLOAT = -6;

    /** A growth that is tried. */
    enum Way {
        BEFORE("before"),
        WIDEN("it"),
        DEEPEN("it"),
        KERNEL("it");

        private final String layer;

        Way(String layer) {
            this.layer = layer;
        }
    }

    static Trial of(Sample sample, Way way) {
        ComputationGraph teacher = sample.network(DataType.DOUBLE);
        if (!runs(teacher, sample)) {
            return new Trial("DL4J can't run it", 0, 0);
        }
        if (!teacher.getConfiguration().getVertices().containsKey(way.layer)) {
            return new Trial(NONE, 0, 0);
        }
        switch (way) {
            case DEEPEN:
                return tried(sample, growth -> growth.deepenAfter(way.layer));
            case KERNEL:
                return tried(sample, growth -> enlarged(sample, growth));
            default:
                Trial byOne = tried(sample, growth -> growth.widen(way.layer).by(1));
                Trial twice = tried(sample, growth -> growth.widen(way.layer).times(2));
                boolean equally = !byOne.isExact() && twice.isExact();
                return equally ? new Trial(twice.verdict + byOne.condition(), twice.inDouble, twice.inFloat) : byOne;
        }
    }

    static boolean runs(ComputationGraph network, Sample sample) {
        try {
            network.output(sample.features(DataType.DOUBLE));
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** The deviations that the cell holds bounds of. */
    DoubleStream deviations() {
        return isExact() ? DoubleStream.of(inDouble, inFloat) : DoubleStream.empty();
    }

    /** For which widths a growth is possible, if one by a single channel is refused in this way. */
    private String condition() {
        return verdict.contains("copied equally often")
                ? " for equal numbers of copies"
                : " by whole blocks of channels";
    }

    /** The table's cell, with powers of ten above the deviations in double and single precision. */
    String text(boolean withNumbers) {
        return withNumbers && isExact()
                ? verdict + "," + bound(inDouble, LEAST_DOUBLE) + "," + bound(inFloat, LEAST_FLOAT)
                : isExact() ? verdict + ",," : verdict;
    }

    private static String bound(double deviation, int least) {
        int power = (int) Math.ceil(Math.log10(deviation));
        return " 1e" + Math.max(power, least);
    }

    private boolean isExact() {
        return verdict.startsWith("exact");
    }

    private static Growth<ComputationGraph> enlarged(Sample sample, Growth<ComputationGraph> growth) {
        int[] sizes = new int[Math.max(1, sample.input().dimensions())];
        Arrays.fill(sizes, LARGER_KERNEL);
        return growth.enlargeKernel("it").to(sizes);
    }

    private static Trial tried(Sample sample, UnaryOperator<Growth<ComputationGraph>> step) {
        try {
            double inDouble = deviation(sample, DataType.DOUBLE, step);
            double inFloat = deviation(sample, DataType.FLOAT, step);
            GrowthPlan plan = step.apply(Net2Net.from(sample.network(DataType.DOUBLE), sample.inputType()))
                    .plan();
            return new Trial(exactness(plan), inDouble, inFloat);
        } catch (GrowthException refusal) {
            return new Trial(verdict(refusal.getMessage()), 0, 0);
        }
    }

    private static String exactness(GrowthPlan plan) {
        String where = plan.isExactInTraining() ? "exact" : "exact in inference";
        return plan.isExactWithMasks() ? where : where + ", except with masks";
    }

    /** The largest deviation that the plan promises not to be there. */
    private static double deviation(Sample sample, DataType type, UnaryOperator<Growth<ComputationGraph>> step) {
        ComputationGraph teacher = sample.network(type);
        Grown<ComputationGraph> grown =
                step.apply(Net2Net.from(teacher, sample.inputType())).grow();
        return Net2Net.compare(teacher, grown.network(), Probes.features(sample.features(type))).deviations().stream()
                .filter(grown.plan()::promises)
                .mapToDouble(Deviation::relative)
                .reduce(0, Math::max);
    }

    private static String verdict(String refusal) {
        boolean computesNone = refusal.matches("cannot [a-z ]*'[^']*' \\(.*");
        if (computesNone || refusal.contains("has no kernel")) {
            return NONE;
        }
        int because = refusal.indexOf(" because ");
        int start = because >= 0 ? because + " because ".length() : refusal.indexOf(": ") + 2;
        int end = refusal.indexOf(". ", start);
        return "refused: " + refusal.substring(start, end < 0 ? refusal.length() : end);
    }
}
