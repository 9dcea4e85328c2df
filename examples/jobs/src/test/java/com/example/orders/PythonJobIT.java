package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same for the job in Python, whose sink runs in Python too: for a machine with a PySpark, which is not from Maven. See
 * CONTRIBUTING.
 */
class PythonJobIT {
    private static final int SIGTERM = 128 + 15;

    @TempDir
    private Path home;

    @Test
    void withoutALineOfCode() throws Exception {
        try (Shop shop = shop()) {
            shop.isStoppedBetweenBatches(open -> open.submit("orders.py"));
        }
    }

    @Test
    void withOneLine() throws Exception {
        try (Shop shop = shop()) {
            shop.isStoppedBetweenBatches(open -> open.submitOneLine("orders.py", "orders_one_line.py"));
        }
    }

    @Test
    void sigtermOfSparkSubmitDrains() throws Exception {
        try (Shop shop = shop()) {
            Process submit = shop.submit("orders.py");
            shop.awaitBatchInFlight();
            submit.destroy();
            shop.awaitEnd(SIGTERM);
            shop.submit("orders.py");
            shop.awaitAllWritten();
            shop.stop();
            assertThat(shop.account().isClean()).as("%s", shop.account()).isTrue();
        }
    }

    private Shop shop() throws Exception {
        String path = Shop.property("curfew.python.path");
        return new Shop(home, path.isEmpty() ? Map.of() : Map.of("PYTHONPATH", path));
    }
}
