package io.github.curfew.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StoryTest {
    private final Story story = new Story(false, true);
    private final Diary looked = new Diary();
    private final Diary elsewhere = new Diary();

    /** A driver that pauses after a failure may miss it as a whole: nothing tells it afterwards. */
    @Test
    void whatShowsOnlyWhileItLastsIsKnownToWhoeverTriedToReadMeanwhile() {
        Instant taken = Moments.now();
        elsewhere.failedToRead();
        Instant from = Moments.now();
        looked.failedToRead();
        elsewhere.failed();
        story.add(new Story.Trouble(Fault.losingInBetween("gone", () -> {}, () -> {}), from, Moments.now()));
        assertThat(story.mayBeLost(taken)).isTrue();
        assertThat(story.mayBeLostSilently(taken, looked)).isFalse();
        assertThat(story.mayBeLostSilently(taken, elsewhere)).isTrue();
        assertThat(story.mayBeLostSilently(Moments.now(), elsewhere))
                .as("what came later is there")
                .isFalse();
    }
}
