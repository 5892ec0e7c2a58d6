package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.channel.ChannelMap;
import io.github.net2net.graph.AxisRole;
import io.github.net2net.graph.EqualCopies;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.transform.AxisGrowth;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * New outputs of a layer normalization that start as the mean of the n old ones: the average expansion of LEMON, arXiv
 * 2310.07999. With n' outputs the mean stays, the deviation is √(n / n') times the teacher's, and so are the gains of the old
 * outputs.
 */
final class AverageExpansion {
    private AverageExpansion() {}

    /** The edit of a parameter whose node may be a layer normalization with new outputs. */
    static ParamEdit edit(ParamEdit.Widened widened, Node node, Param param) {
        EqualCopies copies = node.equalCopies();
        AxisGrowth outputs = outputs(widened, param);
        if (copies == null
                || copies.gain() == null
                || outputs == null
                || !outputs.map().hasFresh()) {
            return widened;
        } else if (param.name().equals(copies.gain())) {
            ImmutableList<AxisGrowth> axes = ImmutableList.of(scaled(outputs));
            return new ParamEdit.Widened(axes, widened.symmetry(), widened.seed(), widened.pad());
        }
        return param.consumes() ? new Averaged(widened, outputs) : widened;
    }

    private static @Nullable AxisGrowth outputs(ParamEdit.Widened widened, Param param) {
        return widened.axes().stream()
                .filter(axis -> param.roles().get(axis.axis()) instanceof AxisRole.Out)
                .findFirst()
                .orElse(null);
    }

    private static AxisGrowth scaled(AxisGrowth gains) {
        ChannelMap map = gains.map();
        double factor = Math.sqrt((double) map.teacherSize() / map.size());
        return new AxisGrowth(gains.axis(), map, false, old(map, factor), old(map, 1 / factor));
    }

    private static double[] old(ChannelMap map, double factor) {
        double[] values = new double[map.size()];
        Arrays.setAll(values, j -> map.isFresh(j) ? 1 : factor);
        return values;
    }
}
