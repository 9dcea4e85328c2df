package io.github.curfew.model;

/**
 * Which signal it is. The same identity acts once, by redelivery or over two backends.
 *
 * @param source who sent it: the CloudEvent's source, or for short words the backend that carried them
 * @param id the CloudEvent's id, or for short words the broker's own
 */
public record SignalId(String source, String id) {
    @Override
    public String toString() {
        return id;
    }
}
