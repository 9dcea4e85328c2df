package io.github.curfew.benchmarks.idle;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * What a process allocates, of threads too that have ended since: by how much its heap grows from one collection to the
 * next. It is exact to one allocation buffer for each thread, so those have to be small.
 */
final class Allocation {
    private static final Set<String> HEAP = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());

    private double collected;
    private long began;
    private long last;

    Allocation() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector).addNotificationListener((told, unused) -> collected(told), null, null);
        }
    }

    private synchronized void collected(Notification told) {
        if (told.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            GcInfo info = GarbageCollectionNotificationInfo.from((CompositeData) told.getUserData())
                    .getGcInfo();
            // It is told some time after it was.
            if (info.getStartTime() >= began) {
                collected += used(info.getMemoryUsageBeforeGc()) - last;
                last = used(info.getMemoryUsageAfterGc());
            }
        }
    }

    /** Of the heap: the other pools are not collected. */
    private static long used(Map<String, MemoryUsage> pools) {
        return pools.entrySet().stream()
                .filter(pool -> HEAP.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    private static long used() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    synchronized void begin() {
        collected = 0;
        // In milliseconds since the JVM's start, as collections are dated.
        began = ManagementFactory.getRuntimeMXBean().getUptime();
        last = used();
    }

    /** How many bytes since. */
    synchronized double end() {
        return collected + used() - last;
    }
}
