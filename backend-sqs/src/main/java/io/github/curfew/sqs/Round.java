package io.github.curfew.sqs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Tells when all that lies in a queue has been had, where nobody deletes: nothing is left that is not hidden, or only what
 * was known has come since the last new message, and now comes round again. Keeps one id, however long the queue. Not
 * thread-safe.
 */
final class Round {
    /** One message may lie there in two copies, which are known by one id. */
    private static final int COPIES = 2;

    private @Nullable String first;
    private long repeats;
    private boolean whole;

    /**
     * Takes in what was received at once.
     *
     * @param messages may be none
     * @param news whether any of them was not known yet
     * @param known how many are
     * @return whether all that lies there has come since the last new one
     */
    boolean isEndedBy(List<Message> messages, boolean news, int known) {
        if (news) {
            begin();
            whole = false;
            return false;
        }
        // SQS may bring one message twice at once, and that is no round.
        String awaited = first;
        boolean again =
                messages.stream().anyMatch(message -> message.messageId().equals(awaited));
        repeats += messages.size();
        // The one that is awaited may be gone for its age.
        if (messages.isEmpty() || again || repeats > (long) COPIES * known) {
            begin();
            whole = true;
            return true;
        }
        if (awaited == null) {
            first = messages.get(0).messageId();
        }
        return false;
    }

    private void begin() {
        first = null;
        repeats = 0;
    }

    /** Whether all that lay there has come since the last new one did. */
    boolean isWhole() {
        return whole;
    }
}
