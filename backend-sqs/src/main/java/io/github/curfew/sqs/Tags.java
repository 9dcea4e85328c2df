package io.github.curfew.sqs;

import io.github.curfew.model.Labels;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A driver's labels as tags of its queue: few, short, and of the characters that AWS allows. */
final class Tags {
    private static final String LABEL = "curfew:label:";
    private static final int MOST = 40;
    private static final int LONGEST = 256;
    private static final int LONGEST_KEY = 128;
    /** Each query and each run has its own; the queue is the driver's. */
    private static final Set<String> OF_ONE_RUN =
            Set.of(Labels.QUERY_ID, Labels.QUERY_NAME, Labels.RUN_ID, Labels.KIND);

    private Tags() {}

    static Map<String, String> of(Labels labels) {
        Map<String, String> tags = new TreeMap<>();
        labels.asMap().forEach((name, value) -> {
            String key = LABEL + value(name);
            if (!OF_ONE_RUN.contains(name) && key.length() <= LONGEST_KEY && tags.size() < MOST) {
                tags.put(key, value(value));
            }
        });
        return tags;
    }

    /** Reads them back, as far as they could be written. */
    static Map<String, String> labels(Map<String, String> tags) {
        Map<String, String> labels = new TreeMap<>();
        tags.forEach((key, value) -> {
            if (key.startsWith(LABEL)) {
                labels.put(key.substring(LABEL.length()), value);
            }
        });
        return labels;
    }

    static String value(String text) {
        String allowed = text.replaceAll("[^\\p{L}\\p{N}\\p{Zs}_.:/=+@-]", "_");
        return allowed.length() > LONGEST ? allowed.substring(0, LONGEST) : allowed;
    }
}
