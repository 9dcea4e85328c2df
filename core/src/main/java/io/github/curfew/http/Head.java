package io.github.curfew.http;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a request's body.
 *
 * @param method such as {@code POST}
 * @param target path and query, as they came
 * @param headers names in lower case
 */
record Head(String method, String target, Map<String, String> headers) {
    Head {
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    }

    @Nullable String header(String name) {
        return headers.get(name);
    }

    /** The path as it came, not decoded: what is not written exactly is not meant. */
    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The query's parameters, decoded. */
    Map<String, String> query() {
        int query = target.indexOf('?');
        return query < 0 ? Map.of() : Percent.query(target.substring(query + 1));
    }
}
