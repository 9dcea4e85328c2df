package io.github.curfew.dynamodb;

import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Payload;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What items say. */
final class Items {
    private static final int HASH_BYTES = 16;

    private Items() {}

    static String id(Map<String, AttributeValue> item) {
        return Objects.requireNonNull(item.get(Table.ID), Table.ID).s();
    }

    /**
     * The message that it carries: that attribute, or all of them as the short JSON, as in {@code {"stop":"orders"}}. Of one
     * that is too large a byte more is taken than a message can have, so that core can tell.
     */
    static Payload message(Map<String, AttributeValue> item) {
        AttributeValue message = item.get(Table.MESSAGE);
        byte[] bytes;
        if (message != null && message.s() != null) {
            bytes = message.s().getBytes(StandardCharsets.UTF_8);
        } else if (message != null && message.b() != null) {
            bytes = message.b().asByteArrayUnsafe();
        } else {
            bytes = ItemJson.write(said(item)).getBytes(StandardCharsets.UTF_8);
        }
        return Payload.of(
                bytes.length > Capabilities.LARGEST_MESSAGE
                        ? Arrays.copyOf(bytes, Capabilities.LARGEST_MESSAGE + 1)
                        : bytes);
    }

    private static Map<String, AttributeValue> said(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> said = new TreeMap<>(item);
        said.keySet().removeAll(List.of(Table.NAMESPACE, Table.ID, Table.EXPIRES, Table.PUBLISHED));
        return said;
    }

    /** A message as an attribute: readable in the console, if it is a text. */
    static AttributeValue attribute(Payload body) {
        byte[] bytes = body.bytes();
        String text = body.text();
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)
                ? AttributeValue.fromS(text)
                : AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
    }

    /** Null if it has none, or one that cannot be read: then it stays until somebody removes it. */
    static @Nullable Instant expires(Map<String, AttributeValue> item) {
        AttributeValue expires = item.get(Table.EXPIRES);
        if (expires == null || expires.n() == null || !expires.n().matches("\\d{1,12}")) {
            return null;
        }
        return Instant.ofEpochSecond(Long.parseLong(expires.n()));
    }

    static AttributeValue expires(Instant when) {
        return AttributeValue.fromN(Long.toString(when.getEpochSecond()));
    }

    /** By DynamoDB's clock; null unless our publisher wrote it. */
    static @Nullable Instant published(Map<String, AttributeValue> item) {
        AttributeValue published = item.get(Table.PUBLISHED);
        return published == null || published.s() == null ? null : Ids.time(published.s());
    }

    /** A short name for all that an item says. Nobody can make two items that share one. */
    static String hash(Map<String, AttributeValue> item) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new TreeMap<>(item).forEach((name, value) -> {
                add(digest, name.getBytes(StandardCharsets.UTF_8));
                add(digest, ItemJson.typed(value).getBytes(StandardCharsets.UTF_8));
            });
            return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, byte[] part) {
        digest.update(Integer.toString(part.length).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) ':');
        digest.update(part);
    }
}
