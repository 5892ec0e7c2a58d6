package io.github.net2net.dl4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class NativeLibraryTest {
    @Test
    void a_library_built_without_oneDNN_is_said_to_be_so_and_no_layer_is_touched() {
        MultiLayerNetwork network = SampleNetworks.chain(DataType.FLOAT);
        var library = new NativeLibrary("Linux aarch64", true, true, "HAVE_FLATBUFFERS\nHAVE_OPENBLAS\n");

        OneDnnReport report = OneDnn.enable(network, library);

        assertThat(report.enabled()).isFalse();
        assertThat(network.getLayer(0).getHelper()).isNull();
        assertThat(report)
                .hasToString("oneDNN: not enabled: ND4J's native library for Linux aarch64 was built"
                        + " without oneDNN; on linux-x86_64 the classifier linux-x86_64-onednn of nd4j-native has it");
    }

    @Test
    void a_gpu_backend_is_said_to_be_one_and_no_layer_is_touched() {
        var library = new NativeLibrary("Linux amd64", false, true, "HAVE_CUDNN\n");

        assertThat(OneDnn.enable(SampleNetworks.graph(), library))
                .hasToString("oneDNN: not enabled: ND4J computes on a GPU here, oneDNN on the CPU only");
    }

    @Test
    void a_library_built_with_oneDNN_is_no_obstacle() {
        assertThat(new NativeLibrary("Linux amd64", true, true, "HAVE_ONEDNN\n").obstacle())
                .isEmpty();
    }

    @Test
    void a_backend_that_tells_nothing_is_said_to_be_one() {
        assertThat(new NativeLibrary("Linux amd64", true, true, "").obstacle())
                .contains(
                        "ND4J's backend does not report how its native library was built; nd4j-native 1.0.0-M2.1 does");
    }

    @Test
    void a_library_told_not_to_use_oneDNN_is_said_to_be_so() {
        assertThat(new NativeLibrary("Linux amd64", true, false, "HAVE_ONEDNN\n").obstacle())
                .contains("ND4J is configured not to use it; unset the environment variable SD_FORBID_HELPERS, or call"
                        + " Nd4j.getEnvironment().allowHelpers(true)");
    }
}
