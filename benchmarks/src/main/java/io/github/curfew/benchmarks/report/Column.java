package io.github.curfew.benchmarks.report;

/**
 * A column of a table.
 *
 * @param name its heading
 * @param unit of its figures
 */
public record Column(String name, Unit unit) {}
