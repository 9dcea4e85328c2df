package io.github.curfew.sqs;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names of the queues that are made for a namespace: {@code curfew-<namespace>-signals-<16 digits>} for a driver, and
 * {@code -replies-} for a sender.
 *
 * @param prefix how they begin
 * @param namespace which
 */
record SqsNames(String prefix, String namespace) {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-]+");
    private static final int LONGEST = 80;
    private static final int DIGITS = 16;

    static @Nullable String problemWith(String prefix, String namespace) {
        if (!PREFIX.matcher(prefix).matches()) {
            return "write letters, digits, '-' and '_', of which queues have their names";
        }
        int longest = new SqsNames(prefix, namespace).signals().length() + DIGITS;
        return longest <= LONGEST
                ? null
                : "with the namespace " + namespace + " a queue's name would have " + longest + " characters, and "
                        + LONGEST + " are the most: choose shorter ones";
    }

    /** How the names of drivers' queues begin. */
    String signals() {
        return prefix + "-" + namespace + "-signals-";
    }

    /** How the names of senders' queues begin. */
    String replies() {
        return prefix + "-" + namespace + "-replies-";
    }

    /** A name that no queue has had: SQS refuses one for a minute after its queue was deleted. */
    static String fresh(String beginning) {
        return beginning + UUID.randomUUID().toString().replace("-", "").substring(0, DIGITS);
    }

    /** Whether a queue is of ours and of this namespace: that of {@code a} also begins as that of {@code a-signals-b} does. */
    static boolean isOurs(String beginning, String name) {
        return name.length() == beginning.length() + DIGITS
                && name.startsWith(beginning)
                && name.substring(beginning.length()).matches("[0-9a-f]+");
    }

    /** The name in a queue's URL. */
    static String of(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }
}
