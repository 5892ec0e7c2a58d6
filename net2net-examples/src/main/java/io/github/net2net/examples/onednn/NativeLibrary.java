package io.github.net2net.examples.onednn;

import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * What matters here about the native library behind ND4J.
 *
 * @param platform its platform, such as {@code Linux amd64}
 * @param cpu whether it computes on the CPU
 * @param buildInfo what it says about its build
 */
record NativeLibrary(String platform, boolean cpu, String buildInfo) {

    /** Loads ND4J's backend if need be and reads what it says about itself. */
    /*
     * Not Environment.isUseONEDNN: in 1.0.0-M2.1 that is a wish, and true in libraries built without oneDNN too. The
     * build information lists HAVE_ONEDNN exactly where oneDNN is linked in.
     */
    static NativeLibrary loaded() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        boolean cpu = Nd4j.getEnvironment().isCPU();
        String buildInfo = NativeOpsHolder.getInstance().getDeviceNativeOps().buildInfo();
        return new NativeLibrary(platform, cpu, buildInfo);
    }

    /** Why layers cannot compute through oneDNN, or nothing. */
    Optional<String> obstacle() {
        if (!cpu) {
            return Optional.of("ND4J computes on a GPU here, oneDNN on the CPU only");
        }
        if (!buildInfo.contains("HAVE_ONEDNN")) {
            return Optional.of("ND4J's native library for " + platform + " was built without oneDNN;"
                    + " on linux-x86_64 the classifier linux-x86_64-onednn of nd4j-native has it");
        }
        return Optional.empty();
    }
}
