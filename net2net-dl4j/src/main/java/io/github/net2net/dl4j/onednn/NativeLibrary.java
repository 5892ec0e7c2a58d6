package io.github.net2net.dl4j.onednn;

import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What matters here about the native library behind ND4J.
 *
 * @param platform its platform, such as {@code Linux amd64}
 * @param cpu whether it computes on the CPU
 * @param helpers whether ND4J may use the libraries linked in
 * @param buildInfo what it says about its build; empty if it can't be asked
 */
record NativeLibrary(String platform, boolean cpu, boolean helpers, String buildInfo) {

    /** Loads ND4J's backend if need be and reads what it says about itself. */
    /*
     * Not Environment.isUseONEDNN: in 1.0.0-M2.1 that is only a request, and true in libraries built without oneDNN too. The
     * build information lists HAVE_ONEDNN exactly where oneDNN is linked in.
     */
    static NativeLibrary loaded() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        boolean cpu = Nd4j.getEnvironment().isCPU();
        return new NativeLibrary(platform, cpu, Nd4j.getEnvironment().helpersAllowed(), readBuildInfo());
    }

    /** By reflection: these classes come with a backend, and the library is compiled without any. */
    private static String readBuildInfo() {
        try {
            ClassLoader loader = Nd4j.getBackend().getClass().getClassLoader();
            Class<?> holder = Class.forName("org.nd4j.nativeblas.NativeOpsHolder", true, loader);
            Class<?> operations = Class.forName("org.nd4j.nativeblas.NativeOps", true, loader);
            Object instance = holder.getMethod("getInstance").invoke(null);
            Object device = holder.getMethod("getDeviceNativeOps").invoke(instance);
            return String.valueOf(operations.getMethod("buildInfo").invoke(device));
        } catch (ReflectiveOperationException e) {
            return "";
        }
    }

    /** Why layers cannot compute through oneDNN, or nothing. */
    Optional<String> obstacle() {
        if (!cpu) {
            return Optional.of("ND4J computes on a GPU here, oneDNN on the CPU only");
        }
        if (buildInfo.isEmpty()) {
            return Optional.of("ND4J's backend does not report how its native library was built;"
                    + " nd4j-native 1.0.0-M2.1 does");
        }
        if (!buildInfo.contains("HAVE_ONEDNN")) {
            return Optional.of("ND4J's native library for " + platform + " was built without oneDNN;"
                    + " on linux-x86_64 the classifier linux-x86_64-onednn of nd4j-native has it");
        }
        if (!helpers) {
            return Optional.of(
                    "ND4J is configured not to use it; unset the environment variable SD_FORBID_HELPERS, or call"
                            + " Nd4j.getEnvironment().allowHelpers(true)");
        }
        return Optional.empty();
    }
}
