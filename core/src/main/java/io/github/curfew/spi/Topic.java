package io.github.curfew.spi;

/** The two kinds of messages that a namespace has. */
public enum Topic {
    /** Requests, from senders to drivers. */
    SIGNALS,
    /** Answers, from drivers to senders. */
    REPORTS
}
