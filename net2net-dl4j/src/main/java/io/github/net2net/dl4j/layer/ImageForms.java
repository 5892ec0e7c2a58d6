package io.github.net2net.dl4j.layer;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.jspecify.annotations.Nullable;

/** What image layers find at their door. */
final class ImageForms {
    private ImageForms() {}

    /**
     * The form of the images that arrive; null, and the layer added as opaque, if the layer is configured for another
     * memory format than what arrives has, so that its "channels" are something else.
     */
    static Form.@Nullable Images arriving(LayerScope scope, String kind, CNN2DFormat configured) {
        if (scope.form() instanceof Form.Images images) {
            if (images.format() == configured) {
                return images;
            }
            scope.addOpaque(kind, "is configured for " + configured + " images but gets " + images.format() + " ones");
            return null;
        } else if (scope.form() instanceof Form.FeedForward) {
            scope.addOpaque(kind, "is a " + kind + " but does not get images");
            return null;
        }
        return new Form.Images(configured, null, null);
    }
}
