package io.github.net2net.graph;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of the computation. A framework's layer may be several nodes: a dense layer behind a convolution is a
 * flatten, a dense and an activation node, which share the layer's name in {@link #layer()}.
 */
public final class Node {
    private final String name;
    private final String layer;
    private final String kind;
    private final ImmutableList<String> inputs;
    private final ChannelBehavior behavior;
    private final ImmutableList<Param> params;
    private final @Nullable ActivationTraits activation;
    private final @Nullable BatchNormTraits batchNorm;
    private final @Nullable Kernel kernel;
    private final MaskUse maskUse;
    private final @Nullable String fixedBecause;
    private final @Nullable String notRepeatable;
    private final @Nullable String notScalable;
    private final @Nullable Long positions;
    private final boolean frozen;

    private Node(Builder builder) {
        name = builder.name;
        layer = builder.layer;
        kind = builder.kind;
        inputs = builder.inputs;
        behavior = checkNotNull(builder.behavior, "node %s has no behavior", name);
        params = builder.params;
        activation = builder.activation;
        batchNorm = builder.batchNorm;
        kernel = builder.kernel;
        maskUse = builder.maskUse;
        fixedBecause = builder.fixedBecause;
        notRepeatable = builder.notRepeatable;
        notScalable = builder.notScalable;
        positions = builder.positions;
        frozen = builder.frozen;
    }

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
        builder.maskUse = maskUse;
        builder.fixedBecause = fixedBecause;
        builder.notRepeatable = notRepeatable;
        builder.notScalable = notScalable;
        builder.positions = positions;
        builder.frozen = frozen;
        return builder;
    }

    /** Unique in its graph. */
    public String name() {
        return name;
    }

    /** The user's name for the layer that this node is, or is a part of. */
    public String layer() {
        return layer;
    }

    /** For messages: "sum", "max pooling", "dense layer". Convolutions of all kinds end in "convolution". */
    public String kind() {
        return kind;
    }

    /** The names of the nodes this one reads, by port. */
    public ImmutableList<String> inputs() {
        return inputs;
    }

    public ChannelBehavior behavior() {
        return behavior;
    }

    public ImmutableList<Param> params() {
        return params;
    }

    /** What is known of the function, if this node is an activation; else null. */
    public @Nullable ActivationTraits activation() {
        return activation;
    }

    /** What is known of the normalization, if this node is a batch norm; else null. */
    public @Nullable BatchNormTraits batchNorm() {
        return batchNorm;
    }

    /** The geometry, if this node is a convolution whose kernel may grow; else null. */
    public @Nullable Kernel kernel() {
        return kernel;
    }

    /** What the node does with masks. */
    public MaskUse maskUse() {
        return maskUse;
    }

    /** Why this node's own output channels can't change, as the end of a sentence; null if they can. */
    public @Nullable String fixedBecause() {
        return fixedBecause;
    }

    /** Why no copy of this node can start as the identity, as the end of a sentence; null if one can. */
    public @Nullable String notRepeatable() {
        return notRepeatable;
    }

    /**
     * Why inputs times a positive number don't give the output times that number, as the end of a sentence; null if
     * they do, as far as that isn't the business of {@link #activation} and {@link #params}.
     */
    public @Nullable String notScalable() {
        return notScalable;
    }

    /**
     * At how many positions of one example the node applies its weights: 1 for a dense layer, the output's height times
     * width for a convolution, the input's for a transposed one; null if that is not known.
     */
    public @Nullable Long positions() {
        return positions;
    }

    /** Whether training leaves the parameters as they are. */
    public boolean frozen() {
        return frozen;
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
        private MaskUse maskUse = MaskUse.PASSES;
        private @Nullable String fixedBecause;
        private @Nullable String notRepeatable;
        private @Nullable String notScalable;
        private @Nullable Long positions;
        private boolean frozen;

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
        public Builder kind(String word) {
            this.kind = word;
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

        public Node build() {
            return new Node(this);
        }
    }
}
