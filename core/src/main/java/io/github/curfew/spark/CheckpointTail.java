package io.github.curfew.spark;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a query's two logs go.
 *
 * @param begun the last batch in the offset log, which is written before a batch runs; null where there is none
 * @param committed the last batch in the commit log, which is written after it ran; null where there is none
 */
record CheckpointTail(@Nullable Long begun, @Nullable Long committed) {
    /** Whether every batch that was begun is committed, as far as the logs go. */
    boolean isWhole() {
        return Objects.equals(begun, committed);
    }

    /** The ends of two logs whose files are there. */
    static CheckpointTail ofFiles(Object offsetLog, Object commitLog) throws ReflectiveOperationException {
        return new CheckpointTail(lastFile(offsetLog), lastFile(commitLog));
    }

    /**
     * The ends of two logs whose files are gone: where a query has no checkpoint location, Spark gives it a temporary one
     * and removes that before the query's thread ends. What the logs remember is then the proof: Spark puts a batch into
     * a log's memory in the same call that wrote its file, after that write came back without an error, and keeps the
     * latest two. So the last one remembered is the last one that was in the files.
     *
     * @return null where the logs remember nothing: Spark 3.3, or a memory that is switched off
     */
    static @Nullable CheckpointTail ofMemory(Object offsetLog, Object commitLog) throws ReflectiveOperationException {
        try {
            if (!Boolean.TRUE.equals(Reflection.call(offsetLog, "metadataCacheEnabled"))) {
                return null;
            }
        } catch (NoSuchMethodException before34) {
            return null;
        }
        return new CheckpointTail(lastRemembered(offsetLog), lastRemembered(commitLog));
    }

    /** Whether a log's directory is there. */
    static boolean isThere(Object log) throws ReflectiveOperationException {
        Object path = Reflection.result(log, "metadataPath");
        Object files = Reflection.result(log, "fileManager");
        Method exists = files.getClass().getMethod("exists", path.getClass());
        return Boolean.TRUE.equals(Reflection.call(files, exists, path));
    }

    private static @Nullable Long lastFile(Object log) throws ReflectiveOperationException {
        return (Long) Reflection.orNull(Reflection.result(log, "getLatestBatchId"));
    }

    private static @Nullable Long lastRemembered(Object log) throws ReflectiveOperationException {
        Collection<?> remembered = ((Map<?, ?>) Reflection.result(log, "batchCache")).keySet();
        return remembered.stream().map(Long.class::cast).max(Long::compare).orElse(null);
    }
}
