package com.example.jdbc;

import java.time.Instant;

/**
 * Which row of the table. The number alone is not enough: in a table that was made anew it begins at 1 again, and an
 * identity must never come twice.
 */
record MessageKey(long number, Instant published) {
    String text() {
        return number + "@" + published;
    }
}
