package io.github.curfew.config;

/**
 * A value with where it came from; printed, it is the place and not the value.
 *
 * @param value as it was written
 * @param name as it was written
 * @param source where
 * @param rank the lowest goes before all others
 */
record Entry(String value, String name, SettingsSource source, int rank) {
    @Override
    public String toString() {
        return name + " " + source.placeOf(name);
    }
}
