package io.github.net2net.plan;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.MoreObjects;
import com.google.common.primitives.ImmutableIntArray;
import io.github.net2net.graph.LayerSelector;
import io.github.net2net.transform.BatchNormRule;
import io.github.net2net.transform.DonorRule;
import io.github.net2net.transform.ShareRule;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One step of a recipe. */
public sealed interface Step {

    /** This step with the name of its layer, if it has one, changed. */
    Step renamed(UnaryOperator<String> change);

    /** For messages: "widen 'conv1' to 96". */
    String text();

    /** The recipe's options as they hold for this step. */
    default Options options(Options ofRecipe) {
        return ofRecipe;
    }

    /** Widen one layer, and whatever is coupled to it. */
    record Widen(String layer, Amount amount, Copying copying) implements Step {
        @Override
        public String text() {
            return "widen '" + layer + "' " + amount.text();
        }

        @Override
        public Step renamed(UnaryOperator<String> change) {
            return new Widen(change.apply(layer), amount, copying);
        }

        @Override
        public Options options(Options ofRecipe) {
            return copying.options(ofRecipe);
        }
    }

    /** Widen every selected layer that can be. */
    record WidenAll(LayerSelector selector, Amount.Times amount, Copying copying) implements Step {
        @Override
        public String text() {
            return "widen " + selector + " " + amount.text();
        }

        @Override
        public Step renamed(UnaryOperator<String> change) {
            return selector instanceof LayerSelector.OneOf named
                    ? new WidenAll(named.renamed(change), amount, copying)
                    : this;
        }

        @Override
        public Options options(Options ofRecipe) {
            return copying.options(ofRecipe);
        }
    }

    /**
     * How one widening copies channels.
     *
     * @param donors which channels are copied; null for the recipe's
     * @param shares how weights are divided among copies; null for the recipe's
     */
    record Copying(@Nullable DonorRule donors, @Nullable ShareRule shares) {
        /** As the recipe's options say. */
        public static final Copying AS_RECIPE = new Copying(null, null);

        /** The same with these donors. */
        public Copying withDonors(DonorRule rule) {
            return new Copying(rule, shares);
        }

        /** The same with these shares. */
        public Copying withShares(ShareRule rule) {
            return new Copying(donors, rule);
        }

        @Override
        public String toString() {
            return MoreObjects.toStringHelper("Copying")
                    .omitNullValues()
                    .add("donors", donors)
                    .add("shares", shares)
                    .toString();
        }

        private Options options(Options ofRecipe) {
            Options options = donors == null ? ofRecipe : ofRecipe.overriddenBy(Options.ofDonors(donors));
            return shares == null ? options : options.overriddenBy(Options.ofShares(shares));
        }
    }

    /** Repeat the unit that begins with a layer. */
    record Deepen(String after, BatchNormRule batchNorm) implements Step {
        @Override
        public String text() {
            return "deepen after '" + after + "'";
        }

        @Override
        public Step renamed(UnaryOperator<String> change) {
            return new Deepen(change.apply(after), batchNorm);
        }
    }

    /** Enlarge a layer's kernel; one size per spatial dimension. */
    record EnlargeKernel(String layer, ImmutableIntArray sizes) implements Step {
        public EnlargeKernel {
            String call = "to(" + sizes.stream().mapToObj(String::valueOf).collect(Collectors.joining(", ")) + ")";
            checkArgument(!sizes.isEmpty(), "%s: give a size for each spatial dimension, such as to(5, 5)", call);
            checkArgument(sizes.stream().allMatch(size -> size > 0), "%s: give sizes of 1 or more", call);
        }

        @Override
        public String text() {
            return "enlarge the kernel of '" + layer + "' to "
                    + sizes.stream().mapToObj(String::valueOf).collect(Collectors.joining("x"));
        }

        @Override
        public Step renamed(UnaryOperator<String> change) {
            return new EnlargeKernel(change.apply(layer), sizes);
        }
    }
}
