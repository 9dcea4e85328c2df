package io.github.curfew.cli;

import io.github.curfew.config.Backends;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.spi.BackendProvider;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;

/** Words that a shell offers for an option's value; looked for only when a shell asks. */
final class Candidates {
    private Candidates() {}

    private static Iterator<String> words(Enum<?>[] values) {
        return Stream.of(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .iterator();
    }

    /** Of {@code --output}. */
    static final class Outputs implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return words(Output.values());
        }
    }

    /** Of {@code --sort-by}. */
    static final class Columns implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Column.names().iterator();
        }
    }

    /** Of {@code --color}. */
    static final class Colors implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return words(Paint.Choice.values());
        }
    }

    /** Of {@code --on-timeout}. */
    static final class Ways implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return words(OnTimeout.values());
        }
    }

    /** Of {@code --backend}. */
    static final class BackendNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Backends.discover().found().stream()
                    .map(BackendProvider::name)
                    .sorted()
                    .iterator();
        }
    }
}
