package io.github.curfew.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.curfew.model.Quoted;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.TransportException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Calls a driver's door. Thread-safe. */
final class Caller {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Ten thousand runs with many labels each, all signed, are half of that; other answers of a driver are smaller. */
    private static final int LARGEST_ANSWER = 32 * 1024 * 1024;

    private final HttpClient client;
    private final @Nullable String token;

    private Caller(HttpClient client, @Nullable String token) {
        this.client = client;
        this.token = token;
    }

    static Caller of(SenderSettings settings) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        if (settings.trust() != null) {
            builder.sslContext(settings.trust());
        }
        return new Caller(builder.build(), settings.token());
    }

    CompletableFuture<String> post(URI url, Payload signal, Duration timeout) {
        HttpRequest.Builder request = request(url, "/signals", timeout)
                .header("Content-Type", "application/cloudevents+json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(signal.bytes()));
        return send(url, request, timeout).thenApply(HttpResponse::body);
    }

    CompletableFuture<HttpResponse<String>> get(URI url, String target, Duration timeout) {
        return send(
                url,
                request(url, target, timeout)
                        .header("Accept", Response.LINES + ", " + Reports.SIGNED)
                        .GET(),
                timeout);
    }

    private HttpRequest.Builder request(URI url, String target, Duration timeout) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + target)).timeout(timeout);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    private CompletableFuture<HttpResponse<String>> send(URI url, HttpRequest.Builder request, Duration timeout) {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request.build(), head -> new AnswerText(LARGEST_ANSWER));
        // The request's own time ends with the answer's head; its body shall not take for ever either.
        CompletableFuture<HttpResponse<String>> whole = answer.thenApply(response -> taken(url, response))
                .orTimeout(timeout.plus(timeout).toMillis(), TimeUnit.MILLISECONDS);
        var unused = whole.whenComplete((response, problem) -> answer.cancel(true));
        return whole;
    }

    private static HttpResponse<String> taken(URI url, HttpResponse<String> response) {
        int status = response.statusCode();
        if (status / 100 != 2) {
            String sentence = url + " refused it: " + detail(status, response.body());
            IOException cause = new IOException("HTTP " + status);
            boolean mayPass = status / 100 == 5 || status == 401 || status == 408;
            throw mayPass ? TransportException.passing(sentence, cause) : TransportException.lasting(sentence, cause);
        }
        return response;
    }

    /** The one sentence of a problem of RFC 9457. */
    private static String detail(int status, String body) {
        try (JsonParser parser = new JsonFactory().createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && parser.currentName().equals("detail")) {
                    return Quoted.sentence(String.valueOf(parser.nextTextValue()));
                }
            }
        } catch (IOException e) {
            return "HTTP " + status + ", from something that is no Curfew";
        }
        return "HTTP " + status;
    }

    /** Waits for an answer; what went wrong instead is one sentence. */
    static <T> T await(URI url, CompletableFuture<T> answer, Duration most) {
        try {
            return answer.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw problem(url, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw problem(url, e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw problem(url, e);
        }
    }

    private static TransportException problem(URI url, Throwable cause) {
        if (cause instanceof TransportException transport) {
            return transport;
        }
        if (cause instanceof AnswerText.TooLargeException) {
            String sentence = url + " answered with more than " + LARGEST_ANSWER / 1024 / 1024
                    + " MiB, and was cut off: a driver says less, so look at who it is that listens there";
            return TransportException.lasting(sentence, cause);
        }
        if (cause instanceof TimeoutException) {
            String hint = "https".equalsIgnoreCase(url.getScheme())
                    ? "; one whose certificate has expired answers nobody, and tells so in its log"
                    : "";
            return TransportException.passing(url + " did not answer, or not to the end, in time" + hint, cause);
        }
        String certificate = CertificateProblem.sentence(url, cause);
        if (certificate != null) {
            return TransportException.passing(certificate, cause);
        }
        String why = cause.getMessage();
        if (why == null) {
            why = cause instanceof ConnectException
                    ? "nobody answers there"
                    : cause.getClass().getSimpleName();
        }
        return TransportException.passing(url + " could not be reached (" + why + ")", cause);
    }
}
