package io.github.curfew.aws;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * An HTTP client whose requests can be broken off from another thread: a blocked read of a socket takes no notice of an
 * interrupt, and nobody wants to wait 20 s for a long poll in order to close. Thread-safe.
 */
public final class AbortableHttp implements SdkHttpClient {
    private final SdkHttpClient http;
    private final Map<Thread, ExecutableHttpRequest> running = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Wraps one.
     *
     * @param http closed with this
     */
    public AbortableHttp(SdkHttpClient http) {
        this.http = http;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = http.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                running.put(Thread.currentThread(), prepared);
                try {
                    if (closed) {
                        throw new IOException("the client is closed");
                    }
                    return prepared.call();
                } finally {
                    running.remove(Thread.currentThread());
                }
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    /**
     * Breaks off what a thread is waiting for, if it does.
     *
     * @param thread which
     */
    public void abort(Thread thread) {
        ExecutableHttpRequest request = running.get(thread);
        if (request != null) {
            request.abort();
        }
    }

    @Override
    public String clientName() {
        return http.clientName();
    }

    /** Breaks off everything. */
    @Override
    public void close() {
        closed = true;
        running.values().forEach(ExecutableHttpRequest::abort);
        http.close();
    }
}
