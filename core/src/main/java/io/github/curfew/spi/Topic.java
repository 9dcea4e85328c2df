package io.github.curfew.spi;

/** The two kinds of messages that a namespace has. A driver reads the one and publishes the other; a sender the reverse. */
public enum Topic {
    /** Requests, from senders to drivers. */
    SIGNALS,
    /** Answers, from drivers to senders. */
    REPORTS
}
