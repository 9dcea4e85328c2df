package io.github.curfew.http;

import io.github.curfew.model.Quoted;
import io.github.curfew.wire.Codec;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request of HTTP/1.1 from whatever pieces it comes in. Each byte is looked at once, and what is kept is
 * bounded. Strict, since what can be read in two ways is how requests are smuggled. Not thread-safe.
 */
final class RequestReader {
    private static final int LONGEST_TARGET = 8 * 1024;
    private static final int LARGEST_HEAD = 16 * 1024;
    private static final int MOST_HEADERS = 64;
    private static final int LONGEST_CHUNK_LINE = 64;

    private enum Stage {
        REQUEST_LINE,
        HEADERS,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        DONE
    }

    private final Consumer<Head> check;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private final Map<String, String> headers = new TreeMap<>();
    private Stage stage = Stage.REQUEST_LINE;
    private String method = "";
    private String target = "";
    private boolean isOld;
    private @Nullable Head head;
    private int headBytes;
    private int left;
    private boolean owesContinue;

    /**
     * Begins with nothing.
     *
     * @param check called once, when the head is there and before anything of the body is kept; throws a refusal
     */
    RequestReader(Consumer<Head> check) {
        this.check = check;
    }

    /** Takes bytes in, up to the request's end. */
    void feed(ByteBuffer in) {
        while (in.hasRemaining() && stage != Stage.DONE) {
            if (stage == Stage.BODY || stage == Stage.CHUNK) {
                content(in);
            } else {
                byte next = in.get();
                if (next == '\n') {
                    endLine();
                } else {
                    character(next);
                }
            }
        }
    }

    boolean isComplete() {
        return stage == Stage.DONE;
    }

    boolean hasBegun() {
        return headBytes > 0;
    }

    Head head() {
        if (head == null) {
            throw new IllegalStateException("the head is not there yet");
        }
        return head;
    }

    byte[] body() {
        return body.toByteArray();
    }

    /** Whether the sender waits for a word before it sends the body; tells so once. */
    boolean takeContinue() {
        boolean owed = owesContinue && stage != Stage.DONE;
        owesContinue = false;
        return owed;
    }

    private void character(byte next) {
        line.write(next);
        switch (stage) {
            case REQUEST_LINE -> {
                headBytes++;
                if (line.size() > LONGEST_TARGET) {
                    throw new Refusal(414, "the request line is longer than " + LONGEST_TARGET + " bytes");
                }
            }
            case HEADERS, TRAILERS -> {
                if (++headBytes > LARGEST_HEAD) {
                    throw new Refusal(431, "the headers have more than " + LARGEST_HEAD + " bytes");
                }
            }
            default -> {
                if (line.size() > LONGEST_CHUNK_LINE) {
                    throw new Refusal(400, "the line of a chunk is longer than " + LONGEST_CHUNK_LINE + " bytes");
                }
            }
        }
    }

    private void endLine() {
        byte[] bytes = line.toByteArray();
        line.reset();
        if (bytes.length == 0 || bytes[bytes.length - 1] != '\r') {
            throw new Refusal(400, "a line of the request does not end in CR LF");
        }
        String text = new String(bytes, 0, bytes.length - 1, StandardCharsets.ISO_8859_1);
        switch (stage) {
            case REQUEST_LINE -> requestLine(text);
            case HEADERS -> {
                if (text.isEmpty()) {
                    endHead();
                } else {
                    header(text);
                }
            }
            case CHUNK_SIZE -> chunkSize(text);
            case CHUNK_END -> {
                if (!text.isEmpty()) {
                    throw new Refusal(400, "a chunk is longer than it said");
                }
                stage = Stage.CHUNK_SIZE;
            }
            default -> {
                // Trailers are counted and passed over.
                if (text.isEmpty()) {
                    stage = Stage.DONE;
                }
            }
        }
    }

    private void requestLine(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 3 || !isToken(words[0]) || !words[1].startsWith("/") || !isVisible(words[1])) {
            throw new Refusal(
                    400,
                    "the request line " + Quoted.text(text) + " cannot be read: write POST /stop/orders" + " HTTP/1.1");
        }
        if (!words[2].equals("HTTP/1.1") && !words[2].equals("HTTP/1.0")) {
            throw new Refusal(505, "HTTP/1.1 is spoken here, not " + Quoted.text(words[2]));
        }
        method = words[0];
        target = words[1];
        isOld = words[2].equals("HTTP/1.0");
        stage = Stage.HEADERS;
    }

    private void header(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        String value = colon < 0 ? "" : text.substring(colon + 1).strip();
        if (!isToken(name) || value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 127)) {
            throw new Refusal(400, "the header " + Quoted.text(name.isEmpty() ? text : name) + " cannot be read");
        }
        if (headers.putIfAbsent(name, value) != null) {
            throwIfSingle(name);
            headers.merge(name, value, (one, other) -> one + ", " + other);
        }
        if (headers.size() > MOST_HEADERS) {
            throw new Refusal(431, "there are more than " + MOST_HEADERS + " headers");
        }
    }

    private static void throwIfSingle(String name) {
        switch (name) {
            case "host", "content-length", "transfer-encoding", "authorization", "expect" ->
                throw new Refusal(400, "the header " + name + " is there twice");
            default -> {}
        }
    }

    private void endHead() {
        head = new Head(method, target, headers);
        check.accept(head);
        String coding = headers.get("transfer-encoding");
        String length = headers.get("content-length");
        if (coding != null && (length != null || isOld)) {
            throw new Refusal(400, "the body's length is told in two ways: send Content-Length or chunks, not both");
        }
        if (coding != null && !coding.equalsIgnoreCase("chunked")) {
            throw new Refusal(501, "the transfer coding " + Quoted.text(coding) + " is not known: send it chunked");
        }
        left = length == null ? 0 : length(length);
        stage = coding != null ? Stage.CHUNK_SIZE : left > 0 ? Stage.BODY : Stage.DONE;
        String expect = headers.get("expect");
        if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
            throw new Refusal(417, "the expectation " + Quoted.text(expect) + " is not known");
        }
        owesContinue = expect != null;
    }

    private static int length(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new Refusal(400, "the Content-Length " + Quoted.text(text) + " is no number");
        }
        if (text.length() > 9 || Integer.parseInt(text) > Codec.LARGEST) {
            throw tooLarge();
        }
        return Integer.parseInt(text);
    }

    private void chunkSize(String text) {
        int end = text.indexOf(';');
        String digits = (end < 0 ? text : text.substring(0, end)).strip();
        if (digits.isEmpty() || digits.length() > 16 || digits.chars().anyMatch(c -> Character.digit(c, 16) < 0)) {
            throw new Refusal(400, "the size of a chunk, " + Quoted.text(text) + ", is no number");
        }
        long size = Long.parseUnsignedLong(digits, 16);
        if (size < 0 || size > Codec.LARGEST - body.size()) {
            throw tooLarge();
        }
        left = (int) size;
        stage = size == 0 ? Stage.TRAILERS : Stage.CHUNK;
    }

    private void content(ByteBuffer in) {
        byte[] some = new byte[Math.min(left, in.remaining())];
        in.get(some);
        body.writeBytes(some);
        left -= some.length;
        if (left == 0) {
            stage = stage == Stage.CHUNK ? Stage.CHUNK_END : Stage.DONE;
        }
    }

    private static Refusal tooLarge() {
        return new Refusal(413, "the body has more than " + Codec.LARGEST + " bytes");
    }

    private static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0));
    }

    private static boolean isVisible(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 127);
    }
}
