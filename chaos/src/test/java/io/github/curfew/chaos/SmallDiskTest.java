package io.github.curfew.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SmallDiskTest {
    @Test
    void whatCouldNotBeMadeLeavesNoDiskBehind() {
        AtomicReference<@Nullable Path> place = new AtomicReference<>();
        assertThatThrownBy(() -> SmallDisk.with(1, disk -> {
                    place.set(disk == null ? null : disk.path());
                    throw new IOException("the server does not start");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("the server does not start");
        Path path = place.get();
        // Taken here, or it would stand in the line of another's story.
        assertThat(SmallDisk.takeRemark().isEmpty()).isEqualTo(path != null);
        assertThat(SmallDisk.takeRemark()).isEmpty();
        assumeTrue(path != null, "this process may not mount");
        assertThat(Files.exists(path)).isFalse();
    }
}
