package io.github.net2net.dl4j.layer;

/** The standard kinds, and those of the tests' own layers and vertices. */
public final class OwnKinds {
    public static final LayerKinds ALL = LayerKinds.standard()
            .plus(new SineLayerKind())
            .plus(new MixVertexKind())
            .plus(new HalveVertex.Kind());

    private OwnKinds() {}
}
