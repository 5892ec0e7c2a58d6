package io.github.net2net.dl4j.internal.adapter;

import com.google.common.util.concurrent.Uninterruptibles;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs forward passes apart from the caller's thread. They need workspaces, without which every intermediate result stays
 * in memory until Java collects garbage, gigabytes in deep networks; and one that throws, on features that don't fit,
 * leaves its workspaces open, which must not be the caller's.
 */
final class IsolatedForwardPass {
    private IsolatedForwardPass() {}

    /** As {@link #call}, for what returns nothing. */
    static void run(Runnable task) {
        boolean unused = call(() -> {
            task.run();
            return true;
        });
    }

    /** Calls, and waits for what comes back or is thrown. */
    static <T> T call(Supplier<T> forward) {
        int device = Nd4j.getAffinityManager().getDeviceForCurrentThread();
        Nd4j.getExecutioner().commit();
        FutureTask<T> task = new FutureTask<>(() -> {
            Nd4j.getAffinityManager().unsafeSetDevice(device);
            try {
                T result = forward.get();
                Nd4j.getExecutioner().commit();
                return result;
            } finally {
                destroyWorkspaces();
            }
        });
        new Thread(task, "net2net forward pass").start();
        try {
            return Objects.requireNonNull(Uninterruptibles.getUninterruptibly(task));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** One by one: ND4J's method for all of them triggers a garbage collection each time. */
    private static void destroyWorkspaces() {
        List<MemoryWorkspace> workspaces = Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread();
        workspaces.forEach(workspace -> workspace.destroyWorkspace(true));
        WorkspaceRecords.drop(workspaces);
    }
}
