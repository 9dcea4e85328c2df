package io.github.curfew.redis;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.PushConsumerChain;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.RedisInputStream;

/**
 * One connection. Beside asking and answering it can listen: wait for whatever comes next, be it an answer or what the
 * server says by itself, and go on as before when nothing does. Used by one thread at a time, but for its closing.
 */
final class RedisLink extends Connection {
    /** What {@link #next} gives when nothing came. */
    static final Object NOTHING = new Object();

    private static final Duration LONG_IDLE = Duration.ofSeconds(1);

    // Set while the superclass is being constructed, so none has an initializer.
    private @Nullable Object role;
    private boolean listening;
    private int listenMillis;
    private long answerSize;

    private final int answerMillis;
    private boolean wasIdle;
    private long idleSince;
    private Duration rested = Duration.ZERO;
    private Instant serverTime = Instant.EPOCH;
    private long serverTimeAt;

    /**
     * What the server says without being asked.
     *
     * @param parts its kind, and what it says
     */
    record Push(List<?> parts) {
        String text(int part) {
            return parts.get(part) instanceof byte[] bytes ? RedisReplies.text(bytes) : "";
        }

        /** Whether our own publisher said it, and the stream brings it at the same moment. */
        boolean isInStream() {
            return parts.size() > 2 && parts.get(2) instanceof byte[] message && RedisEntry.isInStream(message);
        }
    }

    RedisLink(HostAndPort node, JedisClientConfig config) {
        super(node, config);
        answerMillis = config.getSocketTimeoutMillis();
    }

    @Override
    protected Map<String, Object> hello(byte[]... arguments) {
        Map<String, Object> said = super.hello(arguments);
        role = said.get("role");
        return said;
    }

    /** Whether it follows another server, whose data it may have late and must not be asked for the newest. */
    boolean isReplica() {
        return role != null && !role.equals("master");
    }

    /** Somebody will use it later, when it may be dead. */
    void idle() {
        wasIdle = true;
        idleSince = System.nanoTime();
    }

    /** For how long it has been idle. */
    Duration idleFor() {
        return Duration.ofNanos(System.nanoTime() - idleSince);
    }

    /** Somebody uses it again. */
    void resume() {
        rested = idleFor();
    }

    /** Whether it was used before. */
    boolean wasIdle() {
        return wasIdle;
    }

    /** Whether it was idle for so long before it was used again that a silence says nothing of the server. */
    boolean wasIdleForLong() {
        return rested.compareTo(LONG_IDLE) > 0;
    }

    /** Asks for the time, which also proves that the connection is alive. */
    Instant askTime() {
        return tookTime(executeCommand(Command.TIME));
    }

    /** Takes in an answer to {@code TIME}. */
    Instant tookTime(Object answer) {
        serverTime = RedisReplies.time(answer);
        serverTimeAt = System.nanoTime();
        return serverTime;
    }

    /** The server's time when it was last asked for it, which is never later than now. */
    Instant lastTime() {
        return serverTime;
    }

    /** The server's time now, by what it said last. */
    Instant serverTime() {
        return serverTime.plusNanos(System.nanoTime() - serverTimeAt);
    }

    /** How long ago the server was last asked for its time. */
    Duration sinceTime() {
        return Duration.ofNanos(System.nanoTime() - serverTimeAt);
    }

    /**
     * Sends commands in one go, to be done in one step of the server.
     *
     * @return their answers; the error of one that failed when it was its turn
     * @throws JedisDataException if the server took none of them
     */
    List<Object> atomically(List<CommandArguments> commands, Duration within) {
        // Should it turn out to be dead, there is time left for another one.
        long most = wasIdleForLong() ? within.toMillis() / 2 : within.toMillis();
        setSoTimeout((int) Math.max(1, Math.min(answerMillis, most)));
        sendCommand(Command.MULTI);
        commands.forEach(this::sendCommand);
        sendCommand(Command.EXEC);
        List<Object> answers = getMany(commands.size() + 2);
        // The first error says why; the last only that it was all in vain.
        for (Object answer : answers) {
            if (answer instanceof JedisDataException refused) {
                throw refused;
            }
        }
        List<Object> done = new ArrayList<>(commands.size());
        if (answers.get(answers.size() - 1) instanceof List<?> results) {
            done.addAll(results);
        }
        return done;
    }

    /** Gives a command, and its answer; an error too. */
    Object answer(CommandArguments command) {
        try {
            return executeCommand(command);
        } catch (JedisDataException e) {
            return e;
        }
    }

    /**
     * Sends commands in one go without waiting for their answers, which {@link #next} will give.
     *
     * @param commands what to send
     */
    void ask(List<CommandArguments> commands) {
        commands.forEach(this::sendCommand);
        flush();
    }

    /**
     * Waits for what comes next.
     *
     * @param wait how long at the most
     * @return an answer (null is one too), a {@link Push}, or {@link #NOTHING}
     * @throws JedisDataException if the answer is an error
     */
    @Nullable Object next(Duration wait) {
        listenMillis = (int) Math.max(1, wait.toMillis());
        listening = true;
        try {
            return readProtocolWithCheckingBroken();
        } finally {
            listening = false;
        }
    }

    /** How many bytes the texts of the last answer had, kept or not. */
    long answerSize() {
        return answerSize;
    }

    @Override
    @Nullable protected Object protocolRead(RedisInputStream in, PushConsumerChain pushes) {
        if (!listening) {
            Object answer = read(in);
            while (answer instanceof Push) {
                answer = read(in);
            }
            return answer;
        }
        Object said = listen(in);
        // Its entry in the stream lies right behind it and must not wait for more.
        return said instanceof Push push && push.isInStream() ? listen(in) : said;
    }

    private @Nullable Object listen(RedisInputStream in) {
        setSoTimeout(listenMillis);
        try {
            // Whatever it is: this waits for it.
            in.peek(Protocol.GREATER_THAN_BYTE);
        } catch (JedisConnectionException e) {
            if (e.getCause() instanceof SocketTimeoutException) {
                return NOTHING;
            }
            throw e;
        }
        setSoTimeout(answerMillis);
        return read(in);
    }

    private @Nullable Object read(RedisInputStream in) {
        RespReader reader = new RespReader(in);
        try {
            return reader.read();
        } finally {
            answerSize = reader.size();
        }
    }
}
