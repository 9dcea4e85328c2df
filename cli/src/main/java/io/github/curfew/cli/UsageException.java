package io.github.curfew.cli;

import io.github.curfew.CurfewException;

/** The command was typed in a way that does not work; the message says how it would. */
final class UsageException extends CurfewException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
