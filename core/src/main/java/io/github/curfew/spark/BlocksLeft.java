package io.github.curfew.spark;

import org.jspecify.annotations.Nullable;

/** Counts what receivers have stored and no batch has taken, which Spark itself only says that there is some of. */
final class BlocksLeft {
    private int blocks;
    private long rows;

    private BlocksLeft() {}

    /** Such as {@code 3 blocks with 154 rows}. */
    static String of(Object receiverTracker) {
        BlocksLeft left = new BlocksLeft();
        try {
            Object tracker = Reflection.hidden(receiverTracker, "receivedBlockTracker");
            Object queues = Reflection.hidden(tracker, "streamIdToUnallocatedBlockQueues");
            each(
                    Reflection.result(queues, "valuesIterator"),
                    queue -> each(Reflection.result(queue, "iterator"), left::add));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return "blocks of an unknown number";
        }
        String counted = left.blocks == 1 ? "1 block" : left.blocks + " blocks";
        return left.rows > 0 ? counted + " with " + left.rows + " rows" : counted;
    }

    private interface Visit {
        void one(Object element) throws ReflectiveOperationException;
    }

    private static void each(Object iterator, Visit visit) throws ReflectiveOperationException {
        while ((Boolean) Reflection.result(iterator, "hasNext")) {
            visit.one(Reflection.result(iterator, "next"));
        }
    }

    private void add(Object block) throws ReflectiveOperationException {
        blocks++;
        @Nullable Object counted = Reflection.orNull(Reflection.result(block, "numRecords"));
        rows += counted == null ? 0 : (Long) counted;
    }
}
