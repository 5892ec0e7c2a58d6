package io.github.net2net.dl4j.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.factory.Nd4j;

class WorkspaceRecordsTest {
    private static boolean isRecorded(MemoryWorkspace workspace) {
        return WorkspaceRecords.all().values().stream()
                .anyMatch(record -> record instanceof Reference<?> held && held.get() == workspace);
    }

    @Test
    void workspacesOfAForwardPass_leaveNoRecord() {
        AtomicReference<MemoryWorkspace> opened = new AtomicReference<>();
        IsolatedForwardPass.run(() -> {
            try (MemoryWorkspace workspace = Nd4j.getWorkspaceManager()
                    .getAndActivateWorkspace(WorkspaceConfiguration.builder().build(), "records")) {
                Nd4j.zeros(3).addi(1);
                assertThat(isRecorded(workspace)).isTrue();
                opened.set(workspace);
            }
        });
        assertThat(isRecorded(opened.get())).isFalse();
    }

    @Test
    void workspacesOfOthers_keepTheirs() {
        try (MemoryWorkspace workspace = Nd4j.getWorkspaceManager()
                .getAndActivateWorkspace(WorkspaceConfiguration.builder().build(), "others")) {
            IsolatedForwardPass.run(() -> Nd4j.zeros(3).addi(1));
            assertThat(isRecorded(workspace)).isTrue();
        }
    }
}
