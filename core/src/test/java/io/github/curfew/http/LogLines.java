package io.github.curfew.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.jspecify.annotations.Nullable;

/** All that Curfew logs, at every level, until it is closed. */
public final class LogLines implements AutoCloseable {
    private static final String CURFEW = "io.github.curfew";

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final @Nullable LoggerConfig before =
            context.getConfiguration().getLoggers().get(CURFEW);

    /** Begins to take them. */
    public LogLines() {
        AbstractAppender appender = new AbstractAppender("lines", null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                lines.add(event.getMessage().getFormattedMessage());
                if (event.getThrown() != null) {
                    lines.add(String.valueOf(event.getThrown().getMessage()));
                }
            }
        };
        appender.start();
        LoggerConfig all = new LoggerConfig(CURFEW, Level.ALL, false);
        all.addAppender(appender, Level.ALL, null);
        context.getConfiguration().removeLogger(CURFEW);
        context.getConfiguration().addLogger(CURFEW, all);
        context.updateLoggers();
    }

    /** Those that came so far. */
    public List<String> all() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        context.getConfiguration().removeLogger(CURFEW);
        if (before != null) {
            context.getConfiguration().addLogger(CURFEW, before);
        }
        context.updateLoggers();
    }
}
