package io.github.curfew.model;

import java.time.Instant;

/**
 * One execution of a stream, from its start to its end.
 *
 * @param id its own id, another at every start
 * @param started when it started, by the driver's clock
 * @param labels what it is called
 */
public record RunInfo(String id, Instant started, Labels labels) {
    /**
     * A name for people, on one line and of printable characters.
     *
     * @return the query's name, else the query's id, else the application's name, else the run's id
     */
    public String displayName() {
        String name = labels.get(Labels.QUERY_NAME);
        if (name == null) {
            name = labels.get(Labels.QUERY_ID);
        }
        if (name == null) {
            name = labels.get(Labels.APP_NAME);
        }
        return Quoted.sentence(name == null ? id : name);
    }
}
