package io.github.curfew.examples.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedTest {
    @Test
    void givesWholeFilesAndKeepsCount(@TempDir Path directory) throws IOException {
        Path incoming = directory.resolve("incoming");
        try (Feed feed = new Feed(incoming, 3)) {
            feed.run(Duration.ofMillis(2));
            await().until(() -> feed.given().size() >= 9);
            feed.pause();
            List<String> landed = new ArrayList<>();
            try (Stream<Path> files = Files.list(incoming)) {
                for (Path file : files.toList()) {
                    landed.addAll(Files.readAllLines(file));
                }
            }
            assertThat(landed).containsExactlyInAnyOrderElementsOf(feed.given()).doesNotHaveDuplicates();
        }
    }
}
