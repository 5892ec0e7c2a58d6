package io.github.net2net.dl4j.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.Probes;
import io.github.net2net.dl4j.TestNetworks;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class IsolatedForwardPassTest {
    @Test
    void result_comesBack_fromAnotherThread() {
        assertThat(IsolatedForwardPass.call(Thread::currentThread)).isNotSameAs(Thread.currentThread());
    }

    @Test
    void whatIsThrown_isThrown() {
        RuntimeException failure = new IllegalStateException("no");
        Error error = new StackOverflowError();

        assertThatThrownBy(() -> IsolatedForwardPass.call(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThatThrownBy(() -> IsolatedForwardPass.call(() -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    void interruption_isKeptForTheCaller() {
        Thread.currentThread().interrupt();
        try {
            assertThat(IsolatedForwardPass.call(() -> 1)).isEqualTo(1);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void passThatThrows_leavesTheCallersWorkspacesAsTheyWere() {
        MultiLayerNetwork teacher = TestNetworks.mlp(new Sgd(0.1));
        try (MemoryWorkspace workspace = Nd4j.getWorkspaceManager().getAndActivateWorkspace("of the caller")) {
            assertThatThrownBy(() -> Net2Net.from(teacher)
                            .widen("first")
                            .times(2)
                            .verifyOn(Probes.features(Nd4j.rand(3, 99)))
                            .grow())
                    .isInstanceOf(GrowthException.class)
                    .hasMessageContaining("cannot run the network on features of shape [3, 99]: ");

            assertThat(Nd4j.getMemoryManager().getCurrentWorkspace()).isSameAs(workspace);
        }
        assertThat(Nd4j.getWorkspaceManager().anyWorkspaceActiveForCurrentThread())
                .isFalse();
    }
}
