package io.github.curfew.engine;

import io.github.curfew.model.Report;
import io.github.curfew.spi.Payload;
import io.github.curfew.wire.Codec;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.jspecify.annotations.Nullable;

/** Reads final reports from the log, as an operator would, for the history that this thread lives. */
final class LoggedFinals {
    private static final ThreadLocal<@Nullable History> LIVING = new ThreadLocal<>();

    /** A report that was found in the log. */
    record Logged(long at, Report.OfSignal report) {}

    private LoggedFinals() {}

    static void during(History history, Runnable life) {
        LIVING.set(history);
        try {
            life.run();
        } finally {
            LIVING.remove();
        }
    }

    /** Sends the log of finals here, and silences the rest of the engine. */
    static void capture() {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        Configuration configuration = context.getConfiguration();
        AbstractAppender appender = new AbstractAppender("finals", null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                History history = LIVING.get();
                String text = event.getMessage().getFormattedMessage();
                int json = text.indexOf('{');
                if (history != null
                        && json >= 0
                        && Codec.decodeReport(Payload.utf8(text.substring(json))) instanceof Report.OfSignal report) {
                    history.logged.add(new Logged(history.time().now(), report));
                    history.trace(() -> "log: " + text);
                }
            }
        };
        appender.start();
        String engine = LoggedFinals.class.getPackageName();
        configuration.addLogger(engine, new LoggerConfig(engine, Level.OFF, false));
        LoggerConfig finals = new LoggerConfig(engine + ".Finals", Level.WARN, false);
        finals.addAppender(appender, Level.WARN, null);
        configuration.addLogger(engine + ".Finals", finals);
        context.updateLoggers();
    }

    /** Lets the engine log as it did. */
    static void release() {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        String engine = LoggedFinals.class.getPackageName();
        context.getConfiguration().removeLogger(engine);
        context.getConfiguration().removeLogger(engine + ".Finals");
        context.updateLoggers();
    }
}
