package io.github.net2net.graph;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of the computation. A framework's layer may be several nodes: a dense layer after a convolution is a
 * flatten, a dense and an activation node, which share the layer's name.
 *
 * @param name unique in its graph
 * @param layer the user's name for the layer that this node is, or is a part of
 * @param kind for messages: "sum", "max pooling", "dense layer"; convolutions of all kinds end in "convolution"
 * @param inputs the names of the nodes this one reads, by port
 * @param behavior what the node does to channels
 * @param params its parameters
 * @param activation what is known of the function, if this node is an activation; else null
 * @param batchNorm what is known of the normalization, if this node is a batch norm; else null
 * @param kernel the geometry, if this node is a convolution whose kernel may grow; else null
 * @param attention what is known of the heads, if this node is an attention whose heads may grow; else null
 * @param maskUse what the node does with masks
 * @param fixedBecause why this node's own output channels can't change, as the end of a sentence; null if they can
 * @param notRepeatable why no copy of this node can start as the identity, as the end of a sentence; null if one can
 * @param notScalable why inputs times a positive number don't give the output times that number, as the end of a
 *     sentence; null if they do, as far as that isn't the business of the activation and the parameters
 * @param equalCopies why and how the node needs the same number of copies of all its output channels; null if it doesn't
 * @param caveat what growing the parameters changes besides the function, as a clause; null for nothing
 * @param positions at how many positions of one example the node applies its weights: 1 for a dense layer, the output's
 *     height times width for a convolution, the input's for a transposed one; null if that is not known
 * @param frozen whether training leaves the parameters as they are
 * @param format the format of the arrays that it outputs; null if that is not known
 * @param silent whether it outputs zeros, whatever it reads, if all its parameters are zero, and learns from there
 * @param values how the values that it outputs follow from those that it reads, if it is no activation
 */
public record Node(
        String name,
        String layer,
        String kind,
        ImmutableList<String> inputs,
        ChannelBehavior behavior,
        ImmutableList<Param> params,
        @Nullable ActivationTraits activation,
        @Nullable BatchNormTraits batchNorm,
        @Nullable Kernel kernel,
        @Nullable AttentionTraits attention,
        MaskUse maskUse,
        @Nullable String fixedBecause,
        @Nullable String notRepeatable,
        @Nullable String notScalable,
        @Nullable EqualCopies equalCopies,
        @Nullable String caveat,
        @Nullable Long positions,
        boolean frozen,
        @Nullable ArrayFormat format,
        boolean silent,
        ValueFlow values) {

    /** A node of the given name, to be described further. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** A copy of this node, to be changed. */
    public Builder toBuilder() {
        Builder builder = new Builder(name).layer(layer).kind(kind).behavior(behavior);
        builder.inputs = inputs;
        builder.params = params;
        builder.activation = activation;
        builder.batchNorm = batchNorm;
        builder.kernel = kernel;
        builder.attention = attention;
        builder.maskUse = maskUse;
        builder.fixedBecause = fixedBecause;
        builder.notRepeatable = notRepeatable;
        builder.notScalable = notScalable;
        builder.equalCopies = equalCopies;
        builder.caveat = caveat;
        builder.positions = positions;
        builder.frozen = frozen;
        builder.format = format;
        builder.silent = silent;
        builder.values = values;
        return builder;
    }

    /** The number of elements of the parameters by which inputs are multiplied and summed. */
    public long weights() {
        return params.stream()
                .filter(Param::isWeights)
                .mapToLong(param -> param.shape().length())
                .sum();
    }

    /** Whether this node produces channels of its own from those it reads. */
    public boolean produces() {
        return behavior instanceof ChannelBehavior.Producer;
    }

    /** The parameter of the given name. */
    public Param param(String param) {
        return params.stream()
                .filter(candidate -> candidate.name().equals(param))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("node " + name + " has no parameter " + param));
    }

    @Override
    public String toString() {
        return name + " (" + kind + ") <- " + inputs;
    }

    /** Describes a node. */
    public static final class Builder {
        private String name;
        private String layer;
        private String kind;
        private ImmutableList<String> inputs = ImmutableList.of();
        private @Nullable ChannelBehavior behavior;
        private ImmutableList<Param> params = ImmutableList.of();
        private @Nullable ActivationTraits activation;
        private @Nullable BatchNormTraits batchNorm;
        private @Nullable Kernel kernel;
        private @Nullable AttentionTraits attention;
        private MaskUse maskUse = MaskUse.PASSES;
        private @Nullable String fixedBecause;
        private @Nullable String notRepeatable;
        private @Nullable String notScalable;
        private @Nullable EqualCopies equalCopies;
        private @Nullable String caveat;
        private @Nullable Long positions;
        private boolean frozen;
        private @Nullable ArrayFormat format;
        private boolean silent;
        private ValueFlow values = ValueFlow.ANY;

        private Builder(String name) {
            checkArgument(!name.isEmpty(), "a node needs a name");
            this.name = name;
            this.layer = name;
            this.kind = "layer";
        }

        @CanIgnoreReturnValue
        public Builder rename(String newName) {
            this.name = newName;
            return this;
        }

        @CanIgnoreReturnValue
        public Builder layer(String layerName) {
            this.layer = layerName;
            return this;
        }

        @CanIgnoreReturnValue
        public Builder kind(String newKind) {
            this.kind = newKind;
            return this;
        }

        @CanIgnoreReturnValue
        public Builder inputs(String... names) {
            return inputs(List.of(names));
        }

        @CanIgnoreReturnValue
        public Builder inputs(List<String> names) {
            this.inputs = ImmutableList.copyOf(names);
            return this;
        }

        @CanIgnoreReturnValue
        public Builder behavior(ChannelBehavior newBehavior) {
            this.behavior = newBehavior;
            return this;
        }

        @CanIgnoreReturnValue
        public Builder params(Param... all) {
            return params(List.of(all));
        }

        @CanIgnoreReturnValue
        public Builder params(List<Param> all) {
            this.params = ImmutableList.copyOf(all);
            return this;
        }

        @CanIgnoreReturnValue
        public Builder activation(ActivationTraits traits) {
            this.activation = traits;
            return this;
        }

        @CanIgnoreReturnValue
        public Builder batchNorm(BatchNormTraits traits) {
            this.batchNorm = traits;
            return this;
        }

        @CanIgnoreReturnValue
        public Builder kernel(Kernel geometry) {
            this.kernel = geometry;
            return this;
        }

        @CanIgnoreReturnValue
        public Builder attention(AttentionTraits traits) {
            this.attention = traits;
            return this;
        }

        @CanIgnoreReturnValue
        public Builder maskUse(MaskUse use) {
            this.maskUse = use;
            return this;
        }

        @CanIgnoreReturnValue
        public Builder fixedBecause(@Nullable String reason) {
            this.fixedBecause = reason;
            return this;
        }

        @CanIgnoreReturnValue
        public Builder notRepeatable(@Nullable String reason) {
            this.notRepeatable = reason;
            return this;
        }

        @CanIgnoreReturnValue
        public Builder notScalable(@Nullable String reason) {
            this.notScalable = reason;
            return this;
        }

        /**
         * All output channels must have the same number of copies, and the output is then the teacher's.
         *
         * @param reason the end of a sentence: "normalizes over its own outputs (layer normalization)"
         */
        @CanIgnoreReturnValue
        public Builder equalCopies(String reason) {
            return equalCopies(EqualCopies.of(reason));
        }

        /** All output channels must have the same number of copies; null if they need not. */
        @CanIgnoreReturnValue
        public Builder equalCopies(@Nullable EqualCopies copies) {
            this.equalCopies = copies;
            return this;
        }

        /** What growing the parameters changes besides the function, for plans: "pretraining sums over copies". */
        @CanIgnoreReturnValue
        public Builder caveat(@Nullable String clause) {
            this.caveat = clause;
            return this;
        }

        /** At how many positions of one example the weights are applied, null if unknown. */
        @CanIgnoreReturnValue
        public Builder positions(@Nullable Long number) {
            this.positions = number;
            return this;
        }

        @CanIgnoreReturnValue
        public Builder frozen(boolean isFrozen) {
            this.frozen = isFrozen;
            return this;
        }

        /** The format of the arrays that it outputs, null if unknown. */
        @CanIgnoreReturnValue
        public Builder format(@Nullable ArrayFormat newFormat) {
            this.format = newFormat;
            return this;
        }

        /** Whether it outputs zeros if all its parameters are zero, and learns from there. */
        @CanIgnoreReturnValue
        public Builder silent(boolean isSilent) {
            this.silent = isSilent;
            return this;
        }

        /** How the values that it outputs follow from those that it reads; any values if this is not called. */
        @CanIgnoreReturnValue
        public Builder values(ValueFlow flow) {
            this.values = flow;
            return this;
        }

        public Node build() {
            return new Node(
                    name,
                    layer,
                    kind,
                    inputs,
                    checkNotNull(behavior, "node %s has no behavior", name),
                    params,
                    activation,
                    batchNorm,
                    kernel,
                    attention,
                    maskUse,
                    fixedBecause,
                    notRepeatable,
                    notScalable,
                    equalCopies,
                    caveat,
                    positions,
                    frozen,
                    format,
                    silent,
                    values);
        }
    }
}
