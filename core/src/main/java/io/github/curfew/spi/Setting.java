package io.github.curfew.spi;

import io.github.curfew.model.Durations;
import io.github.curfew.model.Quoted;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One key that can be set: from this description come its validation and its line in the documentation. Immutable. A key
 * that says {@code secret}, {@code password} or {@code token} is shown nowhere and may lie in a file; whoever names one
 * otherwise has it in every log.
 *
 * @param key without {@code curfew.}, such as {@code file.dir}; one that ends in {@code .*} stands for all keys that
 *     begin so
 * @param type what a value must look like
 * @param defaultValue what holds when it is not set, or null where nothing does
 * @param sentence what it means, for the documentation
 * @param choices the words that a {@link Type#CHOICE} can be
 */
public record Setting(String key, Type type, @Nullable String defaultValue, String sentence, List<String> choices) {
    /** {@code redis://user:password@host}: all between the colon and the last at-sign, for a password may hold any of ours. */
    private static final Pattern URL_PASSWORD = Pattern.compile("(://[^/?#\\s:@]*:)\\S*@");

    /**
     * Copies the choices.
     *
     * @param key see {@link #key()}
     * @param type see {@link #type()}
     * @param defaultValue see {@link #defaultValue()}
     * @param sentence see {@link #sentence()}
     * @param choices see {@link #choices()}
     */
    public Setting {
        choices = List.copyOf(choices);
    }

    /** What a value must look like. */
    public enum Type {
        /** Any text. */
        TEXT,
        /** A length of time. */
        DURATION,
        /** A whole number that is not negative. */
        NUMBER,
        /** {@code true} or {@code false}. */
        BOOLEAN,
        /** Words joined by commas. */
        LIST,
        /** One of a few words. */
        CHOICE;

        /**
         * The word for it in the documentation.
         *
         * @return the name in lower case
         */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Describes a setting that is not a choice.
     *
     * @param key without {@code curfew.}
     * @param type what a value must look like
     * @param defaultValue what holds when it is not set, or null
     * @param sentence what it means
     * @return the description
     */
    public static Setting of(String key, Type type, @Nullable String defaultValue, String sentence) {
        return new Setting(key, type, defaultValue, sentence, List.of());
    }

    /**
     * Whether its value must never be shown.
     *
     * @return true if the key says {@code secret}, {@code password} or {@code token}, and does not name a file
     */
    public boolean isSecret() {
        return isSecret(key);
    }

    /**
     * Whether the value of a key must never be shown, known or not.
     *
     * @param key any key
     * @return true if it says {@code secret}, {@code password} or {@code token}, and does not name a file; and for all
     *     that is handed to a client untouched, whose keys for secrets are its own affair
     */
    public static boolean isSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        if (lower.contains("file.hadoop.") || lower.contains("kafka.client.")) {
            return true;
        }
        return (lower.contains("secret") || lower.contains("password") || lower.contains("token"))
                && !lower.endsWith(".file");
    }

    /**
     * Writes a value so that it can be printed.
     *
     * @param key any key
     * @param value its value
     * @return the value; stars for a secret, and in place of a password inside a URL
     */
    public static String shown(String key, String value) {
        if (isSecret(key)) {
            return "***";
        }
        // Nothing to hide behind the last one, and looking for it again and again would take long.
        int end = value.lastIndexOf('@') + 1;
        return URL_PASSWORD.matcher(value.substring(0, end)).replaceAll("$1***@") + value.substring(end);
    }

    /**
     * Whether its value can lie in a file, which the key with {@code .file} at its end names.
     *
     * @return true for secrets, and for keys
     */
    public boolean mayLieInFile() {
        return isSecret() || key.endsWith(".public-key");
    }

    /**
     * Whether this describes a key.
     *
     * @param name a key without {@code curfew.}
     * @return true if it is this one, or begins as this pattern does; a star amid a pattern stands for one part of a name
     */
    public boolean covers(String name) {
        int star = key.indexOf(".*.");
        if (star >= 0) {
            String begin = key.substring(0, star + 1);
            String end = key.substring(star + 2);
            int middle = name.length() - begin.length() - end.length();
            return middle > 0
                    && name.startsWith(begin)
                    && name.endsWith(end)
                    && name.substring(begin.length(), begin.length() + middle).indexOf('.') < 0;
        }
        if (key.endsWith(".*")) {
            return name.length() > key.length() - 1 && name.startsWith(key.substring(0, key.length() - 1));
        }
        return key.equals(name);
    }

    /**
     * Looks at a value.
     *
     * @param value what somebody set
     * @return what is wrong with it, without the key; null if nothing is
     */
    public @Nullable String problemWith(String value) {
        String shown = isSecret() ? "its value" : Quoted.text(shown(key, value));
        switch (type) {
            case DURATION -> {
                try {
                    Durations.parse(value);
                } catch (RuntimeException e) {
                    return shown + " is no length of time: write 250ms, 30s, 5m or PT5M";
                }
            }
            case NUMBER -> {
                if (!value.strip().matches("\\d{1,9}")) {
                    return shown + " is no whole number from 0 to 999999999";
                }
            }
            case BOOLEAN -> {
                if (!value.strip().equals("true") && !value.strip().equals("false")) {
                    return shown + " is neither true nor false";
                }
            }
            case CHOICE -> {
                if (!choices.contains(value.strip())) {
                    return shown + " is not one of " + String.join(", ", choices);
                }
            }
            case TEXT, LIST -> {
                if (value.isBlank()) {
                    return "it is set to nothing: give it a value, or leave the key out";
                }
            }
        }
        return null;
    }
}
