package io.github.curfew.http;

import io.github.curfew.MalformedException;
import io.github.curfew.http.SignalBook.Entry;
import io.github.curfew.http.SignalBook.News;
import io.github.curfew.http.SignalBook.Page;
import io.github.curfew.model.Action;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.Durations;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Report;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Driver;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.RefusedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What can be asked over http, and what is answered. Does not block. */
final class Api {
    /** A header with the number after which {@code GET /signals?after=} goes on without a gap. */
    static final String POSITION = "Curfew-Position";

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    /** Many who ask for all and read slowly must not fill the driver's memory. */
    private static final int MOST_REPORTS = 500;

    private static final String STOP = "/stop/";
    private static final String SIGNALS = "/signals";
    private static final String WAIT = "wait";
    private static final String AFTER = "after";
    private static final String EXISTING =
            "POST /stop/<selector>, POST /signals, GET /signals, GET /signals/<id>, GET /runs and GET /health";

    private final Driver driver;
    private final SignalBook book;
    private final BooleanSupplier hasRoomToWait;
    private final Runnable whenFollowed;
    private final Reports reports;

    /**
     * Makes it.
     *
     * @param driver who is asked
     * @param book what was said
     * @param hasRoomToWait whether one more may wait for an answer
     * @param whenFollowed called when somebody asks for reports who may ask again
     */
    Api(Driver driver, SignalBook book, BooleanSupplier hasRoomToWait, Runnable whenFollowed) {
        this.whenFollowed = whenFollowed;
        this.driver = driver;
        this.reports = new Reports(driver);
        this.book = book;
        this.hasRoomToWait = hasRoomToWait;
    }

    /** Answers a request, or refuses it. */
    Answer handle(RequestReader request) {
        try {
            return handle(request.head(), request.body());
        } catch (RefusedException e) {
            throw new Refusal(403, String.valueOf(e.getMessage()));
        } catch (MalformedException e) {
            throw counted(request.head(), new Refusal(400, String.valueOf(e.getMessage())));
        } catch (Refusal e) {
            throw counted(request.head(), e);
        }
    }

    /** A signal that cannot be read is one, whatever way it came. */
    private Refusal counted(Head head, Refusal refusal) {
        boolean signal = head.path().equals(SIGNALS) || isBelow(STOP, head.path());
        if (signal && head.method().equals("POST") && refusal.response().status() == 400) {
            driver.malformed(HttpProvider.NAME, String.valueOf(refusal.getMessage()));
        }
        return refusal;
    }

    private Answer handle(Head head, byte[] body) {
        String path = head.path();
        if (isBelow(STOP, path)) {
            allow(head, "POST");
            return stop(head, Percent.decode(path.substring(STOP.length())), body);
        }
        if (isBelow(SIGNALS + "/", path)) {
            allow(head, "GET");
            return signal(head, Percent.decode(path.substring(SIGNALS.length() + 1)));
        }
        switch (path) {
            case SIGNALS -> {
                allow(head, "POST", "GET");
                return head.method().equals("POST") ? publish(head, body) : signals(head);
            }
            case "/runs" -> {
                allow(head, "GET");
                known(head.query());
                whenFollowed.run();
                return Answer.now(reports.response(200, head, List.copyOf(driver.roster())));
            }
            case "/health" -> {
                allow(head, "GET");
                return Answer.now(health());
            }
            default -> throw new Refusal(404, "there is no " + Quoted.text(path) + " here; there are " + EXISTING);
        }
    }

    private static boolean isBelow(String prefix, String path) {
        return path.startsWith(prefix) && path.length() > prefix.length() && path.indexOf('/', prefix.length()) < 0;
    }

    private static void allow(Head head, String... methods) {
        if (!List.of(methods).contains(head.method())) {
            String allowed = String.join(", ", methods);
            throw new Refusal(
                    405,
                    Quoted.plain(head.method()) + " means nothing at " + Quoted.text(head.path()) + ": use "
                            + String.join(" or ", methods),
                    Map.of("Allow", allowed));
        }
    }

    /** A misspelt parameter would otherwise be a term that silently does not hold. */
    private static void known(Map<String, String> query, String... names) {
        Set<String> others = new TreeSet<>(query.keySet());
        List.of(names).forEach(others::remove);
        if (!others.isEmpty()) {
            throw new Refusal(
                    400,
                    "the parameter " + Quoted.text(others.iterator().next()) + " is not known here; "
                            + (names.length == 0 ? "there is none" : "there are " + String.join(", ", names)));
        }
    }

    private Answer stop(Head head, String selector, byte[] body) {
        Map<String, String> query = head.query();
        known(query, "now", "deadline", "on-timeout", "expiry", "reason", WAIT);
        if (body.length > 0) {
            throw new Refusal(
                    400,
                    "this request has a body, which would be passed over: options are parameters, as in"
                            + " /stop/orders?now&reason=deploy, and whole messages go to /signals");
        }
        Signal signal = StopRequest.signal(selector, query, newId());
        Duration wait = wait(query);
        driver.accept(signal);
        if (!book.has(signal.id())) {
            throw new Refusal(
                    404,
                    "no run of this driver is meant by " + Quoted.text(selector)
                            + ", so nothing is stopped: GET /runs lists those that there are");
        }
        return answer(head, signal, wait);
    }

    private Answer publish(Head head, byte[] body) {
        Map<String, String> query = head.query();
        known(query, WAIT);
        Duration wait = wait(query);
        Signal signal = driver.accept(Payload.of(body), attributes(head), newId());
        whenFollowed.run();
        return signal.action() == Action.PING
                ? Answer.now(reports.response(200, head, List.copyOf(driver.roster())))
                : answer(head, signal, wait);
    }

    /** What a CloudEvent in binary mode has in its headers, there percent-encoded. */
    private static Map<String, String> attributes(Head head) {
        Map<String, String> attributes = new HashMap<>();
        head.headers().forEach((name, value) -> {
            if (name.startsWith("ce-")) {
                attributes.put(name, Percent.decode(value));
            }
        });
        return attributes;
    }

    private static SignalId newId() {
        return new SignalId(
                "/curfew/backends/" + HttpProvider.NAME, UUID.randomUUID().toString());
    }

    private Answer answer(Head head, Signal signal, Duration wait) {
        Page page = book.page(signal.id());
        page.asked(signal.terms().mode());
        Map<String, String> location =
                Map.of("Location", SIGNALS + "/" + Percent.encode(signal.id().id()));
        boolean waits = !wait.isZero();
        Supplier<Response> response = () -> reports.response(
                        waits && page.isOver() ? 200 : 202, head, signal.id().id(), List.of(page))
                .with(location);
        return waits ? new Answer(page::isOver, wait, response) : Answer.now(response.get());
    }

    private Answer signal(Head head, String id) {
        Map<String, String> query = head.query();
        known(query, WAIT);
        List<Page> pages = book.pages(id);
        if (pages.isEmpty()) {
            throw new Refusal(
                    404,
                    "nothing is known here of a signal " + Quoted.text(id)
                            + ": it matched no run of this driver, or is so old that it was forgotten");
        }
        whenFollowed.run();
        return new Answer(
                () -> pages.stream().allMatch(Page::isOver), wait(query), () -> reports.response(200, head, id, pages));
    }

    /** All reports, or those since a position, for senders that follow them. */
    private Answer signals(Head head) {
        Map<String, String> query = head.query();
        known(query, AFTER, WAIT);
        long after = number(query.getOrDefault(AFTER, ""));
        whenFollowed.run();
        return new Answer(() -> book.last() > after, wait(query), () -> {
            News news = book.after(after, MOST_REPORTS);
            List<Report> told =
                    news.entries().stream().<Report>map(Entry::report).toList();
            return reports.response(200, head, told)
                    .with(Map.of(POSITION, driver.info().id() + "." + news.last()));
        });
    }

    /** A position of this driver's life; those of another begin anew. */
    private long number(String position) {
        String ours = driver.info().id() + ".";
        if (!position.startsWith(ours)) {
            return 0;
        }
        String digits = position.substring(ours.length());
        if (!digits.matches("\\d{1,18}")) {
            throw new Refusal(
                    400,
                    "the position " + Quoted.text(position) + " is none: take it from the header " + POSITION
                            + " of an answer");
        }
        return Long.parseLong(digits);
    }

    private Duration wait(Map<String, String> query) {
        String text = query.get(WAIT);
        if (text == null) {
            return Duration.ZERO;
        }
        Duration wait = Durations.parse(text);
        if (!hasRoomToWait.getAsBoolean()) {
            // The answer as it is: by now it may be whole.
            return Duration.ofNanos(1);
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /** As well as all is, this driver is: one that cannot hear yet over one of its ways is not listening. */
    private static BackendHealth.State worst(List<BackendHealth> all) {
        List<BackendHealth.State> states =
                all.stream().map(BackendHealth::state).toList();
        return states.contains(BackendHealth.State.DEGRADED)
                ? BackendHealth.State.DEGRADED
                : states.contains(BackendHealth.State.CONNECTING)
                        ? BackendHealth.State.CONNECTING
                        : BackendHealth.State.LISTENING;
    }

    private Response health() {
        List<BackendHealth> all = driver.health();
        String status = worst(all).word();
        return Response.json(200, json -> {
            json.writeStartObject();
            json.writeStringField("status", status);
            json.writeArrayFieldStart("backends");
            for (BackendHealth one : all) {
                json.writeStartObject();
                json.writeStringField("backend", one.backend());
                json.writeStringField("state", one.state().word());
                json.writeStringField("since", one.since().toString());
                json.writeStringField("cause", one.cause());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
