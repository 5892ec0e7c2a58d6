package io.github.net2net.dl4j.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.factory.Nd4j;

class WorkspaceRecordsTest {
    private static long records(Set<Object> workspaces) {
        return WorkspaceRecords.all().values().stream()
                .filter(record -> record instanceof Reference<?> held && workspaces.contains(held.get()))
                .count();
    }

    private static Set<Object> newIdentitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private static MemoryWorkspace open(String name) {
        return Nd4j.getWorkspaceManager()
                .getAndActivateWorkspace(WorkspaceConfiguration.builder().build(), name);
    }

    /** Twice the share at which they are dropped, or more. */
    @Test
    void workspacesOfAForwardPass_leaveNoRecord() {
        int count =
                10 + (int) (2 * WorkspaceRecords.SHARE * WorkspaceRecords.all().size());
        Set<Object> opened = newIdentitySet();
        IsolatedForwardPass.run(() -> {
            for (int i = 0; i < count; i++) {
                try (MemoryWorkspace workspace = open("records" + i)) {
                    Nd4j.zeros(3).addi(1);
                    opened.add(workspace);
                }
            }
            assertThat(records(opened)).isEqualTo(count);
        });
        assertThat(records(opened)).isZero();
    }

    @Test
    void workspacesOfOthers_keepTheirs() {
        try (MemoryWorkspace workspace = open("others")) {
            IsolatedForwardPass.run(() -> Nd4j.zeros(3).addi(1));
            Set<Object> others = newIdentitySet();
            others.add(workspace);
            assertThat(records(others)).isEqualTo(1);
        }
    }
}
