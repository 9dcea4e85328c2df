package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops the jobs in the middle of a batch, by the command line, and starts them again. */
class JobsIT {
    @TempDir
    private Path home;

    @Test
    void scalaOnce() throws Exception {
        try (Shop shop = new Shop(home, Map.of())) {
            shop.submit("ScalaOrders");
            shop.awaitBatchInFlight();
            shop.stop();
            assertThat(shop.account().duplicated()).isZero();
        }
    }

    @Test
    @Tag("full")
    void scalaWithoutALineOfCode() throws Exception {
        isStoppedBetweenBatches(shop -> shop.submit("ScalaOrders"));
    }

    @Test
    @Tag("full")
    void scalaWithOneLine() throws Exception {
        isStoppedBetweenBatches(shop -> shop.submitOneLine("ScalaOrders", "ScalaOrdersOneLine"));
    }

    @Test
    @Tag("full")
    void javaWithoutALineOfCode() throws Exception {
        isStoppedBetweenBatches(shop -> shop.submit("JavaOrders"));
    }

    @Test
    @Tag("full")
    void javaWithOneLine() throws Exception {
        isStoppedBetweenBatches(shop -> shop.submitOneLine("JavaOrders", "JavaOrdersOneLine"));
    }

    private void isStoppedBetweenBatches(Shop.Submission submission) throws Exception {
        try (Shop shop = new Shop(home, Map.of())) {
            shop.isStoppedBetweenBatches(submission);
        }
    }
}
