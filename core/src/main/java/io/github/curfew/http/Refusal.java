package io.github.curfew.http;

import java.util.Map;

/** A request is not obeyed; whoever sent it is told why in the form of RFC 9457. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Response response;

    /**
     * Says why.
     *
     * @param status the http status
     * @param sentence one sentence with the cure
     */
    Refusal(int status, String sentence) {
        this(status, sentence, Map.of());
    }

    Refusal(int status, String sentence, Map<String, String> headers) {
        // Without a stack trace: a flood of bad requests must cost little.
        super(sentence, null, false, false);
        this.response = Response.problem(status, sentence).with(headers);
    }

    Response response() {
        return response;
    }
}
