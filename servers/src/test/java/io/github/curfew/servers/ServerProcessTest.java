package io.github.curfew.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.servers.ServerProcess.Readiness;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerProcessTest {
    private final Path folder = ServerProcess.newFolder("shell");

    private ServerProcess shell(String script) {
        return new ServerProcess("shell", folder, List.of("sh", "-c", script), Readiness.logSays("ready"));
    }

    @Test
    void startsStopsAndStartsAgainOnTheSameData() {
        String script = "echo x >> data; echo ready with $(wc -l < data); while :; do sleep 0.05; done";
        try (ServerProcess server = shell(script)) {
            server.start();
            assertThat(server.log()).contains("ready with 1");
            server.stop();
            assertThat(server.isRunning()).isFalse();
            server.start();
            assertThat(server.log()).contains("ready with 2").doesNotContain("ready with 1");
            server.kill();
            assertThat(server.isRunning()).isFalse();
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void stopsWhatIsFrozen() {
        try (ServerProcess server = shell("trap 'exit 0' TERM; echo ready; while :; do sleep 0.05; done")) {
            server.start();
            server.freeze();
            assertThat(server.isRunning()).isTrue();
            server.stop();
            assertThat(server.isRunning()).isFalse();
        }
    }

    @Test
    void saysWhyItDidNotStart() {
        try (ServerProcess server = shell("echo no port for me; exit 3")) {
            assertThatThrownBy(server::start)
                    .hasMessageContaining("shell ended with 3 at its start")
                    .hasMessageContaining("no port for me");
        }
    }
}
