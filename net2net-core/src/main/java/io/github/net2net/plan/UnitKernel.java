package io.github.net2net.plan;

import com.google.common.collect.ImmutableList;
import io.github.net2net.graph.Kernel;
import io.github.net2net.graph.Kernel.Dimension;
import io.github.net2net.graph.Kernel.Padding;
import io.github.net2net.graph.Quantities;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kernel of a new convolution: that of its template, or of chosen sizes, with stride 1 and dilation 1. */
record UnitKernel(Place place) {

    /**
     * The kernel.
     *
     * @param chosen its sizes; null for the template's, or the nearest larger ones that have an identity
     */
    Kernel of(Kernel template, @Nullable List<Integer> chosen) {
        if (chosen != null && chosen.size() != template.dimensions().size()) {
            throw place.refused("kernel(..) gives " + Quantities.of(chosen.size(), "size")
                    + ", and the new convolution has "
                    + Quantities.of(template.dimensions().size(), "spatial dimension") + ". Give one size for each.");
        }
        ImmutableList.Builder<Dimension> dimensions = ImmutableList.builder();
        for (int i = 0; i < template.dimensions().size(); i++) {
            Dimension dimension = template.dimensions().get(i);
            int size = chosen == null ? withIdentity(dimension) : chosen.get(i);
            boolean explicit = dimension.padding() == Padding.EXPLICIT;
            if (explicit && size % 2 == 0) {
                throw place.refused("an identity with a kernel of size " + size
                        + " would shift what it reads, because explicit padding is the same on both sides. Give"
                        + " odd sizes to kernel(..), or leave it out.");
            }
            int pad = explicit ? (size - 1) / 2 : dimension.pad();
            dimensions.add(new Dimension(size, 1, 1, dimension.padding(), pad, null));
        }
        return new Kernel(dimensions.build());
    }

    private static int withIdentity(Dimension dimension) {
        boolean shifts = dimension.padding() == Padding.EXPLICIT && dimension.size() % 2 == 0;
        return shifts ? dimension.size() + 1 : dimension.size();
    }
}
