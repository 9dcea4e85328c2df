package io.github.curfew.chaos;

import io.github.curfew.model.Report;
import io.github.curfew.spi.Payload;
import io.github.curfew.wire.Codec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Final reports in the log, as an operator finds them there. */
final class LoggedFinals {
    /** Each process has its own: another one in this directory would begin the same file anew. */
    private static final Path LOG =
            Path.of("target", "chaos-" + ProcessHandle.current().pid() + ".log");

    private static final String MARK = "final report";

    private LoggedFinals() {}

    /** Has the logger write there, if it has not begun to log. */
    static void begin() {
        System.setProperty("org.slf4j.simpleLogger.logFile", LOG.toString());
    }

    /** All that this process has logged, by driver. */
    static Map<String, List<Report.OfSignal>> byDriver() {
        try (Stream<String> lines = Files.lines(LOG)) {
            return lines.filter(line -> line.contains(MARK) && line.contains("{\""))
                    .map(line -> Codec.decodeReport(Payload.utf8(line.substring(line.indexOf("{\"")))))
                    .filter(Report.OfSignal.class::isInstance)
                    .map(Report.OfSignal.class::cast)
                    .collect(Collectors.groupingBy(Report.OfSignal::driverId));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
