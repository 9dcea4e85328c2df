package io.github.curfew.hostile;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.Predicate;

/** What holds for every input, of whatever kind. */
public final class Guard {
    /** Stands wherever a secret is; nothing that is said may hold it. */
    public static final String SECRET = "tok3n-that-nobody-sees";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Duration MOST_TIME = Duration.ofSeconds(1);
    private static final long MOST_BYTES = 64L * 1024 * 1024;
    private static final int LONGEST = 10_000;

    private Guard() {}

    /** Reads an input; may throw what refuses it. */
    public interface Reading {
        void read() throws Exception;
    }

    /**
     * Has an input read, within bounds of the processor's time and of memory.
     *
     * @param isRefusal tells the one documented kind of refusal from a bug
     */
    public static void read(Predicate<Throwable> isRefusal, Reading reading) {
        Cost cost = cost(isRefusal, reading);
        if (cost.isTooMuch()) {
            // The first of all loads classes.
            cost = cost(isRefusal, reading);
        }
        if (cost.isTooMuch()) {
            throw new AssertionError("it cost " + cost);
        }
    }

    private record Cost(Duration time, long bytes) {
        boolean isTooMuch() {
            return time.compareTo(MOST_TIME) > 0 || bytes > MOST_BYTES;
        }
    }

    private static Cost cost(Predicate<Throwable> isRefusal, Reading reading) {
        long thread = Thread.currentThread().getId();
        long time = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getThreadAllocatedBytes(thread);
        try {
            reading.read();
        } catch (Throwable e) {
            if (!isRefusal.test(e)) {
                throw new AssertionError("escaped: " + e, e);
            }
            sentence(String.valueOf(e.getMessage()));
        }
        return new Cost(
                Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - time),
                THREADS.getThreadAllocatedBytes(thread) - bytes);
    }

    /** Looks at a sentence that may be logged, answered or reported. */
    public static void sentence(String text) {
        if (text.length() > LONGEST) {
            throw new AssertionError("so long that it fills a disk: " + text.length());
        }
        if (text.indexOf('\n') >= 0) {
            throw new AssertionError("several lines: " + text);
        }
        shown(text);
    }

    /** Looks at what may be shown on a terminal, over several lines perhaps. */
    public static void shown(String text) {
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            int type = Character.getType(point);
            boolean harmful = switch (type) {
                case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    point != '\n';
                default -> type == Character.SURROGATE;
            };
            if (harmful) {
                throw new AssertionError("U+" + Integer.toHexString(point) + " is shown: " + text);
            }
            at += Character.charCount(point);
        }
    }

    /** Looks whether a text holds the secret, which its input must not: a fuzzer that sees it compared learns it. */
    public static void hides(String text) {
        if (text.contains(SECRET)) {
            throw new AssertionError("the secret is shown: " + text);
        }
    }
}
