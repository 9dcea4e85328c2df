package io.github.curfew.dynamodb;

/**
 * Where something lies.
 *
 * @param table its name or ARN
 * @param partition the value of the partition key, which policies call the leading key; empty for the table itself
 */
record Place(String table, String partition) {
    @Override
    public String toString() {
        return "the table " + table + (partition.isEmpty() ? "" : ", namespace " + partition);
    }
}
