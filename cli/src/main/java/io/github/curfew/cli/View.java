package io.github.curfew.cli;

import java.time.Duration;
import java.util.Map;

/** Shows how a signal comes along while somebody waits for it. */
interface View {
    /** Tells that one more cluster has the signal. */
    void sent(Sent sent, String profile);

    /** Tells something besides. */
    void warn(String sentence);

    /** Shows how things stand, after so much of the time that there is. */
    void show(Scene scene, Duration passed, Duration most);

    /** How soon it wants to show it again though nothing has changed. */
    Duration refresh();

    /** Leaves what is to stay. */
    void end(Scene scene);

    /** Whether a program reads from it all that happens, and its end by the last line, whatever comes. */
    default boolean isStream() {
        return false;
    }

    /** Takes what it came to, which is the last line of a stream. */
    default void summary(Map<String, Object> summary) {}

    /** Shows nothing, for programs. */
    View NONE = new View() {
        @Override
        public void sent(Sent sent, String profile) {}

        @Override
        public void warn(String sentence) {}

        @Override
        public void show(Scene scene, Duration passed, Duration most) {}

        @Override
        public Duration refresh() {
            return Duration.ofHours(1);
        }

        @Override
        public void end(Scene scene) {}
    };
}
