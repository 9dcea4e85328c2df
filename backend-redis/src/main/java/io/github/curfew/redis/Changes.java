package io.github.curfew.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Whether a stream is as it was when it was looked at. The server says once of each key that a connection has read that it is
 * no longer the same, whoever changed, removed or lost it, if it is asked to: made for caches, which must not be wrong
 * either. A server that refuses, such as for want of a right, has always changed.
 */
final class Changes {
    private boolean asked;
    private boolean answered;
    private boolean reading;
    private boolean looked;

    /** Asks to be told, if that was not yet asked; says whether there will be an answer. */
    boolean ask(List<CommandArguments> questions) {
        if (asked) {
            return false;
        }
        asked = true;
        questions.add(new CommandArguments(Command.CLIENT).add("TRACKING").add("ON"));
        return true;
    }

    void answered(@Nullable Object answer) {
        answered = !(answer instanceof JedisDataException);
    }

    /** The stream is read on that connection, after what was asked before: its next change will be told. */
    void reading() {
        reading = asked;
    }

    /** The server says that it has changed, or that all has. */
    void told() {
        reading = false;
        looked = false;
    }

    /** Whether any change from now on will be told. */
    boolean willBeTold() {
        return answered && reading;
    }

    /** It was looked at, and the looking began when changes were told. What was told meanwhile has not been heard yet. */
    void looked() {
        looked = true;
    }

    /** Whether nothing has changed since it was looked at. */
    boolean areNone() {
        return looked;
    }
}
