package io.github.curfew.benchmarks.latency;

import org.jspecify.annotations.Nullable;

/** The raw client, with a thread of its own that receives. */
final class RawLane implements Lane {
    private final RawClient client;
    private final byte[] message;
    private final Arrivals arrivals = new Arrivals("messages for the raw client");
    private final Arrivals settled = new Arrivals("messages that the raw client acknowledged");
    private final Thread receiver = new Thread(this::receive, "latency-raw");
    private volatile boolean closed;
    private volatile @Nullable Exception failure;
    private long sent;

    RawLane(RawClient client, byte[] message) {
        this.client = client;
        this.message = message.clone();
        receiver.setDaemon(true);
        receiver.start();
    }

    private void receive() {
        try {
            while (!closed) {
                int received = client.receive();
                arrivals.note(received, client.receivedAt());
                client.acknowledge();
                settled.note(received);
            }
        } catch (Exception e) {
            failure = closed ? null : e;
        }
    }

    @Override
    public void prepare(int messages) {}

    @Override
    public void send() throws Exception {
        sent++;
        client.send(message);
    }

    @Override
    public long arrived() throws InterruptedException {
        Exception broken = failure;
        if (broken != null) {
            throw new IllegalStateException("the raw client failed", broken);
        }
        return arrivals.await(sent);
    }

    @Override
    public void settle() throws InterruptedException {
        long unused = settled.await(sent);
    }

    @Override
    public void close() {
        closed = true;
        client.close();
        try {
            receiver.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
