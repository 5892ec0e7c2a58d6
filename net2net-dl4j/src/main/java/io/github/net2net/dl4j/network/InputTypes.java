package io.github.net2net.dl4j.network;

import io.github.net2net.GrowthException;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** Input types that users give. */
final class InputTypes {
    private InputTypes() {}

    /** Throws if the type has another number of channels than the network takes. */
    static void check(String whatTakes, InputType type, int channels) {
        if (channels(type) != channels) {
            throw new GrowthException("cannot read the network: " + whatTakes + " " + channels
                    + " channels, but the input type given is " + type
                    + ". Give the type that the network was built with.");
        }
    }

    /** The number of channels of the type. */
    static int channels(InputType type) {
        return Math.toIntExact(size(type));
    }

    private static long size(InputType type) {
        if (type instanceof InputType.InputTypeConvolutional images) {
            return images.getChannels();
        } else if (type instanceof InputType.InputTypeRecurrent series) {
            return series.getSize();
        } else if (type instanceof InputType.InputTypeConvolutional3D volumes) {
            return volumes.getChannels();
        }
        return type.arrayElementsPerExample();
    }
}
