package io.github.curfew.model;

import java.time.Instant;

/**
 * The JVM in which runs live: one Spark application.
 *
 * @param id its own id, another at every start
 * @param appId the Spark application's id
 * @param appName the Spark application's name
 * @param host where it runs
 * @param curfew the version of Curfew in it
 * @param spark the version of Spark in it
 * @param started when Curfew began to listen there, by the driver's clock
 */
public record DriverInfo(
        String id, String appId, String appName, String host, String curfew, String spark, Instant started) {}
