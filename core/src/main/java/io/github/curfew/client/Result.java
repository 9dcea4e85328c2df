package io.github.curfew.client;

/**
 * What became of a signal, in the end.
 *
 * @param publication what was published, and what the brokers said
 * @param progress how each run stands to it
 * @param conclusion what that comes to
 */
public record Result(Publication publication, Progress progress, Conclusion conclusion) {
    static Result of(Publication publication, Progress progress) {
        return new Result(publication, progress, Conclusion.of(publication.signal(), progress));
    }

    /**
     * Whether every run that is meant and there did what was asked, as many as were expected.
     *
     * @return true for {@link Conclusion#AS_ASKED}; false too where nobody was meant
     */
    public boolean isAsAsked() {
        return conclusion == Conclusion.AS_ASKED;
    }
}
