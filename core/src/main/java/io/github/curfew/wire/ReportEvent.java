package io.github.curfew.wire;

import io.github.curfew.MalformedException;
import io.github.curfew.model.Action;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Held;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunState;
import io.github.curfew.model.RunStatus;
import io.github.curfew.model.SignalId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report as a CloudEvent 1.0 in structured JSON. Fields that are not known are passed over: a newer driver may say more. */
final class ReportEvent {
    private static final String TYPE = SignalEvent.TYPE + "run.";
    private static final String VERSION = ".v1";
    private static final String DRIVER = "/curfew/drivers/";

    private ReportEvent() {}

    static Map<String, Object> write(Report report) {
        if (report instanceof Report.OfSignal ofSignal) {
            return event(report, ofSignal.outcome().word(), ofSignal.run().id(), data(ofSignal));
        }
        Report.OfRoster ofRoster = (Report.OfRoster) report;
        return event(report, ofRoster.kind().word(), ofRoster.driver().appName(), data(ofRoster));
    }

    private static Map<String, Object> event(Report report, String word, String subject, Map<String, Object> data) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", report.id());
        event.put("source", DRIVER + report.driverId());
        event.put("type", TYPE + word + VERSION);
        event.put("time", report.time());
        event.put("subject", subject);
        event.put("datacontenttype", "application/json");
        event.put("data", data);
        return event;
    }

    private static Map<String, Object> data(Report.OfSignal report) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("report", report.outcome().word());
        Map<String, Object> signal = signal(report.signal());
        signal.put("action", report.action().word());
        data.put("signal", signal);
        data.put("run", run(report.run()));
        data.put("matched", report.matched());
        put(data, "lastBatch", report.lastBatch());
        data.put("took", report.took());
        data.put("detail", report.detail());
        return data;
    }

    private static Map<String, Object> data(Report.OfRoster report) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("report", report.kind().word());
        DriverInfo driver = report.driver();
        Map<String, Object> who = new LinkedHashMap<>();
        who.put("id", driver.id());
        who.put("appId", driver.appId());
        who.put("appName", driver.appName());
        who.put("host", driver.host());
        who.put("curfew", driver.curfew());
        who.put("spark", driver.spark());
        who.put("started", driver.started());
        data.put("driver", who);
        data.put("runs", report.runs().stream().map(ReportEvent::status).toList());
        data.put("backends", report.backends().stream().map(ReportEvent::health).toList());
        data.put("beat", report.beat());
        data.put("round", report.round());
        data.put("part", report.part());
        data.put("parts", report.parts());
        put(data, "answering", report.answering() == null ? null : signal(report.answering()));
        return data;
    }

    private static Map<String, Object> signal(SignalId id) {
        Map<String, Object> signal = new LinkedHashMap<>();
        signal.put("source", id.source());
        signal.put("id", id.id());
        return signal;
    }

    private static Map<String, Object> run(RunInfo run) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", run.id());
        object.put("started", run.started());
        object.put("labels", run.labels().asMap());
        return object;
    }

    private static Map<String, Object> status(RunStatus status) {
        Map<String, Object> object = run(status.run());
        object.put("state", status.state().word());
        put(object, "lastBatch", status.lastBatch());
        put(object, "since", status.since());
        put(object, "held", status.held() == null ? null : held(status.held()));
        return object;
    }

    private static Map<String, Object> held(Held held) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("claim", held.claim());
        object.put("runs", held.runs());
        object.put("why", held.why());
        return object;
    }

    private static Map<String, Object> health(BackendHealth health) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("backend", health.backend());
        object.put("state", health.state().word());
        object.put("since", health.since());
        object.put("cause", health.cause());
        return object;
    }

    private static void put(Map<String, Object> object, String name, @Nullable Object value) {
        if (value != null) {
            object.put(name, value);
        }
    }

    static Report read(Fields event) {
        String type = event.required("type");
        if (!type.startsWith(TYPE) || !type.endsWith(VERSION)) {
            throw new MalformedException("the event's type " + Quoted.text(type) + " is no report's");
        }
        Fields data = event.object("data");
        String word = data.required("report");
        for (Report.OfRoster.Kind kind : Report.OfRoster.Kind.values()) {
            if (kind.word().equals(word)) {
                return roster(kind, event, data);
            }
        }
        return ofSignal(constant(Outcome.class, "report", data), event, data);
    }

    private static Report ofSignal(Outcome outcome, Fields event, Fields data) {
        Fields signal = data.object("signal");
        return new Report.OfSignal(
                event.required("id"),
                driverId(event),
                event.requiredInstant("time"),
                outcome,
                signalId(signal),
                Action.of(signal.required("action")),
                run(data.object("run")),
                data.text("matched", ""),
                data.number("lastBatch"),
                data.requiredDuration("took"),
                data.text("detail", ""));
    }

    private static Report roster(Report.OfRoster.Kind kind, Fields event, Fields data) {
        Fields driver = data.object("driver");
        DriverInfo who = new DriverInfo(
                driver.required("id"),
                driver.text("appId", ""),
                driver.text("appName", ""),
                driver.text("host", ""),
                driver.text("curfew", ""),
                driver.text("spark", ""),
                driver.requiredInstant("started"));
        List<RunStatus> runs =
                data.objects("runs").stream().map(ReportEvent::status).toList();
        List<BackendHealth> backends = data.objects("backends").stream()
                .map(health -> new BackendHealth(
                        health.required("backend"),
                        constant(BackendHealth.State.class, "state", health),
                        health.requiredInstant("since"),
                        health.text("cause", "")))
                .toList();
        return new Report.OfRoster(
                event.required("id"),
                who,
                event.requiredInstant("time"),
                kind,
                runs,
                backends,
                data.requiredDuration("beat"),
                data.number("round", 0),
                (int) data.number("part", 1),
                (int) data.number("parts", 1),
                data.has("answering") ? signalId(data.object("answering")) : null);
    }

    private static RunStatus status(Fields run) {
        return new RunStatus(
                run(run),
                constant(RunState.class, "state", run),
                run.number("lastBatch"),
                run.has("since") ? run.requiredInstant("since") : null,
                run.has("held") ? held(run.object("held")) : null);
    }

    private static Held held(Fields held) {
        long claim = held.number("claim", 0);
        if (claim < 0 || claim > Held.HIGHEST_CLAIM) {
            throw held.problem("claim", "is " + claim + "; it is from 0 to " + Held.HIGHEST_CLAIM);
        }
        return new Held(claim, held.list("runs"), held.text("why", ""));
    }

    private static String driverId(Fields event) {
        String source = event.required("source");
        if (!source.startsWith(DRIVER)) {
            throw event.problem("source", "is no driver's: " + Quoted.text(source));
        }
        return source.substring(DRIVER.length());
    }

    private static SignalId signalId(Fields signal) {
        return new SignalId(signal.required("source"), signal.required("id"));
    }

    private static RunInfo run(Fields run) {
        return new RunInfo(run.required("id"), run.requiredInstant("started"), Labels.of(run.texts("labels")));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name, Fields fields) {
        String word = fields.required(name);
        try {
            return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw fields.problem(name, "is " + Quoted.text(word) + ", a word of a newer Curfew");
        }
    }
}
