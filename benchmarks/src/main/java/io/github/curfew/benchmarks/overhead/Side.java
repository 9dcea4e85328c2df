package io.github.curfew.benchmarks.overhead;

import io.github.curfew.benchmarks.report.Samples;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the applications with the plugin came to, or those without it, pair by pair. */
final class Side {
    private final Map<Shape, List<Pace>> paces = new EnumMap<>(Shape.class);

    Side() {
        for (Shape shape : Shape.values()) {
            paces.put(shape, new ArrayList<>());
        }
    }

    /** Takes what one application said. */
    void add(String line) {
        paces.forEach((shape, some) -> some.add(Pace.parse(shape, line)));
    }

    Samples samples(Shape shape, Measure measure) {
        Samples samples = new Samples();
        Objects.requireNonNull(paces.get(shape)).forEach(pace -> samples.add(measure.of(pace)));
        return samples;
    }
}
