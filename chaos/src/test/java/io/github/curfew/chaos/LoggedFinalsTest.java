package io.github.curfew.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggedFinalsTest {
    static {
        LoggedFinals.begin();
    }

    @Test
    void eachProcessLogsToAFileOfItsOwn() throws IOException {
        String word = UUID.randomUUID().toString();
        LoggerFactory.getLogger("io.github.curfew.chaos").info(word);
        Path file = Path.of("target", "chaos-" + ProcessHandle.current().pid() + ".log");
        assertThat(Files.readString(file)).contains(word);
    }
}
