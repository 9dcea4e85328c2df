package io.github.curfew.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Those who mean no good to a port of this machine: whoever of them is cut off comes again at once. */
final class Flood implements AutoCloseable {
    private static final String POST = "POST /signals HTTP/1.1\r\nHost: localhost\r\n";

    private final int port;
    private final List<Caller> callers = new ArrayList<>();
    private final Map<Kind, AtomicLong> cutOff = new EnumMap<>(Kind.class);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = new Thread(this::go, "flood");

    /** What they do, and how many of a whole flood do it. */
    enum Kind {
        IDLE(1_000, "", ""),
        /** A letter at a time. */
        SLOW(200, POST + "X-", "a"),
        HUGE_HEADERS(20, POST + "X: ", "a".repeat(8_192)),
        ENDLESS_BODIES(20, POST + "Transfer-Encoding: chunked\r\n\r\n", "1000\r\n" + "a".repeat(4_096) + "\r\n");

        private final int count;
        private final String first;
        private final String more;

        Kind(int count, String first, String more) {
            this.count = count;
            this.first = first;
            this.more = more;
        }
    }

    /**
     * Begins.
     *
     * @param oneOf how many of a whole flood one stands for here
     */
    Flood(int port, int oneOf) {
        this.port = port;
        for (Kind kind : Kind.values()) {
            cutOff.put(kind, new AtomicLong());
            for (int i = 0; i < kind.count / oneOf; i++) {
                callers.add(new Caller(kind));
            }
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** How many of that kind were cut off up to now. */
    long cutOff(Kind kind) {
        return cutOff.getOrDefault(kind, new AtomicLong()).get();
    }

    /** How many of all kinds. */
    long cutOff() {
        return cutOff.values().stream().mapToLong(AtomicLong::get).sum();
    }

    @Override
    public String toString() {
        return "cut off " + cutOff;
    }

    private void go() {
        try {
            do {
                act();
            } while (!over.await(5, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            callers.forEach(Caller::end);
        }
    }

    private synchronized void act() {
        callers.forEach(Caller::act);
    }

    /** Does something while they stay as they are: nobody comes, goes or says a word. */
    synchronized void holdsItsBreath(Runnable what) {
        what.run();
    }

    @Override
    public void close() {
        over.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One of them, who never waits for anything. */
    private final class Caller {
        private final Kind kind;
        private final ByteBuffer heard = ByteBuffer.allocate(1_024);
        private SocketChannel channel;
        private ByteBuffer toSay;

        Caller(Kind kind) {
            this.kind = kind;
            begin();
        }

        private void begin() {
            toSay = StandardCharsets.ISO_8859_1.encode(kind.first);
            try {
                channel = SocketChannel.open();
                channel.configureBlocking(false);
                boolean unused = channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                throw new IllegalStateException("this machine cannot make such a flood", e);
            }
        }

        void act() {
            try {
                if (!channel.finishConnect()) {
                    return;
                }
                heard.clear();
                if (channel.read(heard) >= 0) {
                    say();
                    return;
                }
            } catch (IOException e) {
                // That is to be cut off as well.
            }
            cutOff.getOrDefault(kind, new AtomicLong()).incrementAndGet();
            end();
            begin();
        }

        private void say() throws IOException {
            if (!toSay.hasRemaining()) {
                toSay = StandardCharsets.ISO_8859_1.encode(kind.more);
            }
            int unused = channel.write(toSay);
        }

        void end() {
            try {
                channel.close();
            } catch (IOException e) {
                // Then it is closed.
            }
        }
    }
}
