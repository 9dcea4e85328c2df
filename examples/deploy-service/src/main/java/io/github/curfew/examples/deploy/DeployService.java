package io.github.curfew.examples.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.curfew.CurfewException;
import io.github.curfew.MalformedException;
import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Result;
import io.github.curfew.client.Standing;
import io.github.curfew.model.Report;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Deploys a new version once the streams of the old one have stopped:
 * {@code curl -X POST 'localhost:8080/deploy/app.name=orders?42'}. The answer comes when everybody has stopped.
 */
public final class DeployService implements AutoCloseable {
    private final CurfewClient curfew;
    private final HttpServer server;
    private final ExecutorService callers = Executors.newCachedThreadPool();

    private DeployService(CurfewClient curfew, int port) throws IOException {
        this.curfew = curfew;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(callers);
        server.createContext("/deploy/", this::deploy);
        server.start();
    }

    /**
     * Serves until it is told to end. Where the broker is, the environment says: {@code CURFEW_REDIS_URL}.
     *
     * @param arguments the port; 0 for any that is free
     * @throws IOException if it is taken
     */
    public static void main(String[] arguments) throws IOException {
        DeployService service = new DeployService(CurfewClient.connect(), Integer.parseInt(arguments[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(service::close));
        System.out.println("listening on " + service.server.getAddress().getPort());
    }

    private void deploy(HttpExchange request) throws IOException {
        String selector = request.getRequestURI().getPath().substring("/deploy/".length());
        String version = Objects.requireNonNullElse(request.getRequestURI().getQuery(), "");
        try {
            Result result = stop(selector, version);
            answer(request, status(result), text(result));
        } catch (MalformedException e) {
            answer(request, 400, e.getMessage()); // no selector, or one that means everyone
        } catch (CurfewException | CompletionException e) {
            answer(request, 503, e.getMessage()); // the broker did not take it, or this service ends
        }
    }

    // snippet: service
    private Result stop(String selector, String version) {
        return curfew.stop(selector)
                .reason("deploy " + version)
                .deadline(Duration.ofMinutes(2))
                .onReport(this::log)
                .track()
                .result()
                .join(); // until all have stopped, or the time is over
    }

    private static int status(Result result) {
        return switch (result.conclusion()) {
            case AS_ASKED, NOBODY -> 200; // here the new version would be started
            case NOT_AS_ASKED -> 409; // somebody was cut at the deadline, or failed
            case TIME_OVER, UNKNOWN -> 504; // somebody is silent, or cannot be heard
        };
    }
    // end

    private void log(Report.OfSignal report) {
        System.out.println(report.run().displayName() + ": " + report.outcome().word() + " " + report.detail());
    }

    private static String text(Result result) {
        return result.conclusion()
                + result.progress().runs().stream().map(DeployService::line).collect(Collectors.joining());
    }

    private static String line(Standing standing) {
        Report.OfSignal report = standing.report();
        return "\n" + standing.run().displayName() + ": "
                + (report == null ? "silent" : report.outcome().word() + ", last batch " + report.lastBatch());
    }

    private static void answer(HttpExchange request, int status, @Nullable String text) {
        byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        try (request) {
            request.sendResponseHeaders(status, body.length);
            request.getResponseBody().write(body);
        } catch (IOException e) {
            System.err.println("whoever asked is gone: " + e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        callers.shutdownNow();
        curfew.close();
    }
}
