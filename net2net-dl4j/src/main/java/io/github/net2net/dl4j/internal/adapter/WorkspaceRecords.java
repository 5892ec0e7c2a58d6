package io.github.net2net.dl4j.internal.adapter;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.deallocation.DeallocatorService;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's records of workspaces, about 400 bytes each. ND4J 1.0.0-M2.1 never drops them: it looks for one by a name that
 * {@code CpuWorkspace.getUniqueId()} makes anew at each call.
 */
final class WorkspaceRecords {
    /** The share of records of destroyed workspaces at which they are dropped. */
    static final double SHARE = 1.0 / 16;

    private static final Optional<Field> RECORDS = field();

    private static final Set<Object> TO_DROP = Collections.newSetFromMap(new IdentityHashMap<>());

    private WorkspaceRecords() {}

    private static Optional<Field> field() {
        try {
            Field records = DeallocatorService.class.getDeclaredField("referenceMap");
            records.setAccessible(true);
            return Optional.of(records);
        } catch (ReflectiveOperationException | RuntimeException anotherVersion) {
            return Optional.empty();
        }
    }

    /** All records, of arrays too; empty where ND4J keeps them elsewhere. */
    static Map<?, ?> all() {
        try {
            return RECORDS.isEmpty() ? Map.of() : (Map<?, ?>) RECORDS.get().get(Nd4j.getDeallocatorService());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the field was made accessible", e);
        }
    }

    /**
     * Drops those of destroyed workspaces, now or with later ones. The records can only be searched as a whole, which happens when
     * {@link #SHARE} of them are to be dropped.
     */
    static synchronized void drop(List<MemoryWorkspace> destroyed) {
        TO_DROP.addAll(destroyed);
        Map<?, ?> records = all();
        if (TO_DROP.size() >= SHARE * records.size()) {
            records.values().removeIf(record -> record instanceof Reference<?> held && TO_DROP.contains(held.get()));
            TO_DROP.clear();
        }
    }
}
