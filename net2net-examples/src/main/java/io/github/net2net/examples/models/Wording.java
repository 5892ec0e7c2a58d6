package io.github.net2net.examples.models;

import com.google.common.collect.ImmutableMap;
import java.util.regex.Pattern;

/** Refusals name methods of the library; on the command line, options take their place. */
final class Wording {
    private static final ImmutableMap<String, String> OPTIONS = ImmutableMap.<String, String>builder()
            .put("in Net2Net.from(network, inputTypes)", "--input SIZE; 'net2net inspect' prints an example")
            .put("Net2Net.from(network, inputTypes)", "--input SIZE ('net2net inspect' prints an example)")
            .put("the input type given has", "the --input given has")
            .put("Give the type that the network was built with.", "Give the size with the channels first.")
            .put(
                    "raise -Xmx and with it -Dorg.bytedeco.javacpp.maxphysicalbytes, 4 times -Xmx if not set, as far as"
                            + " the machine has memory",
                    "set NET2NET_JAVA_OPTS=\"-Xmx8g -Dorg.bytedeco.javacpp.maxphysicalbytes=32g\" or higher, as far as"
                            + " the machine has memory")
            .put("raise -Xmx", "set NET2NET_JAVA_OPTS=-Xmx8g or higher")
            .put("shrink(0.01)", "--tolerance 0.01")
            .put("shrink()", "'net2net shrink'")
            .put("inspect()", "'net2net inspect'")
            .put("Use zeroResidual().", "Use the WAY residual.")
            .put("Grow its toComputationGraph(), or use Deepening.pairIdentity().", "Use another WAY, such as pair.")
            .put("Deepening.pairIdentity()", "the WAY pair")
            .put(
                    "Grow network.toComputationGraph(), or give a MultiLayerConfiguration.",
                    "Give the file of a MultiLayerNetwork.")
            .put(
                    "Give a ComputationGraphConfiguration, such as that of new MultiLayerNetwork(target).toComputationGraph().",
                    "Give the file of a ComputationGraph.")
            .put(", or apply its recipe() and look at the new plan", ", or plan its steps for this one")
            .put("grow() refuses it", "'net2net grow' refuses it")
            .put(", or uncalibrated() for an identity in inference only", "")
            .put("or zeroResidual(), which needs no data", "or the WAY residual, which needs no data")
            .put("Use toward(target, calibratedOn(data))", "Give --calibrate DATA")
            .put(
                    "awaiting data: give it with withData(calibratedOn(data))",
                    "carrying it out takes data: give --calibrate DATA")
            .put("Use Deepening.exact(), which finds another way.", "Leave the WAY out, and another is found.")
            .put("Give the data: withData(calibratedOn(data)).", "Add --calibrate DATA.")
            .put("batchNorm(calibratedOn(data))", "--calibrate DATA")
            .put("withoutBatchNorm()", "--no-batch-norm")
            .put("withData(calibratedOn(images))", "--calibrate DATA")
            .put("Call verifyOn(probe) before grow().", "Grow it again with 'net2net grow', without --no-comparison.")
            .put(
                    "Students saved with GrownFile.of(grown).write(path) have one.",
                    "Students of 'net2net grow' have one.")
            .put("of the first holds NaN", "of the teacher holds NaN")
            .put(
                    "Give features like those that it is trained on.",
                    "Give data like that which it is trained on with --probe. A deep network that was never trained can"
                            + " overflow on any data; 'net2net grow --no-comparison' grows it nevertheless.")
            .put("Give features like those that the network is trained on.", "Give data like the training data.")
            .put("DL4J or GrownFile has saved", "DL4J or net2net has saved")
            .buildOrThrow();

    /** "addClasses("out", n)", "extendVocabulary("words")". */
    private static final Pattern NAMED = Pattern.compile("(addClasses|extendVocabulary)\\(\"([^\"]+)\"(?:, n)?\\)");

    /** "If it is yours, allow it with ModelFileCheck.allowing("com.example.MyLayer").". */
    private static final Pattern OWN_CLASS =
            Pattern.compile("If it is yours, allow it with ModelFileCheck\\.allowing\\(\"[^\"]*\"\\)\\.");

    private static final ImmutableMap<String, String> OPTION_NAMES =
            ImmutableMap.of("addClasses", "add-classes", "extendVocabulary", "vocabulary");

    private Wording() {}

    static String ofCommands(String refusal) {
        String text = refusal;
        for (var option : OPTIONS.entrySet()) {
            text = text.replace(option.getKey(), option.getValue());
        }
        text = OWN_CLASS.matcher(text).replaceAll("Read models with classes of your own through the library.");
        return NAMED.matcher(text).replaceAll(match -> "--" + OPTION_NAMES.get(match.group(1)) + " $2=N");
    }
}
