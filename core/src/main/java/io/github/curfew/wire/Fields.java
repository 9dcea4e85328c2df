package io.github.curfew.wire;

import io.github.curfew.MalformedException;
import io.github.curfew.model.Durations;
import io.github.curfew.model.Quoted;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a JSON object, each with a sentence for what is wrong with it. */
record Fields(String where, Map<String, Object> values) {
    boolean has(String name) {
        return values.containsKey(name);
    }

    @Nullable String text(String name) {
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Map || value instanceof List) {
            throw problem(name, "is no text");
        }
        return value.toString();
    }

    String text(String name, String otherwise) {
        String value = text(name);
        return value == null ? otherwise : value;
    }

    String required(String name) {
        String value = text(name);
        if (value == null || value.isBlank()) {
            throw problem(name, "is missing");
        }
        return value;
    }

    @Nullable Duration duration(String name) {
        String value = text(name);
        return value == null ? null : Durations.parse(value);
    }

    Duration requiredDuration(String name) {
        return Durations.parse(required(name));
    }

    @Nullable Instant instant(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(value);
            // RFC 3339 has four digits, and Java far more: with those, no arithmetic is safe.
            if (time.getYear() >= 0 && time.getYear() <= 9_999) {
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw problem(name, "is no time: " + Quoted.text(value) + "; write it as in 2026-11-20T10:00:00Z");
    }

    Instant requiredInstant(String name) {
        required(name);
        Instant value = instant(name);
        if (value == null) {
            throw problem(name, "is missing");
        }
        return value;
    }

    @Nullable Long number(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw problem(name, "is no whole number: " + Quoted.text(value));
        }
    }

    long number(String name, long otherwise) {
        Long value = number(name);
        return value == null ? otherwise : value;
    }

    boolean truth(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof Boolean) {
            return value != null && (Boolean) value;
        }
        throw problem(name, "is neither true nor false");
    }

    Fields object(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw problem(name, "is missing");
        }
        return asFields(name, value);
    }

    List<Fields> objects(String name) {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw problem(name, "is no list");
        }
        List<Fields> objects = new ArrayList<>();
        for (Object element : list) {
            objects.add(asFields(name, element));
        }
        return objects;
    }

    List<String> list(String name) {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw problem(name, "is no list");
        }
        return list.stream().map(String::valueOf).toList();
    }

    Map<String, String> texts(String name) {
        Fields object = object(name);
        Map<String, String> texts = new TreeMap<>();
        for (String key : object.values.keySet()) {
            texts.put(key, object.text(key, ""));
        }
        return texts;
    }

    /** A misspelt field would otherwise be a term that silently does not hold. */
    void refuseOthers(Set<String> known) {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw problem(name, "is not known; there are " + String.join(", ", known));
            }
        }
    }

    private Fields asFields(String name, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw problem(name, "is no object");
        }
        Map<String, Object> copy = new TreeMap<>();
        map.forEach((key, element) -> copy.put(String.valueOf(key), element));
        return new Fields(where.isEmpty() ? name : where + "." + name, copy);
    }

    MalformedException problem(String name, String what) {
        String path = where.isEmpty() ? name : where + "." + name;
        return new MalformedException("the field " + Quoted.text(path) + " " + what);
    }
}
