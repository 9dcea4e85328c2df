package io.github.curfew.cli;

/** What the process ends with, for scripts. */
final class ExitCode {
    static final int OK = 0;
    static final int ERROR = 1;
    static final int USAGE = 2;
    static final int NOT_AS_ASKED = 3;
    static final int NOBODY = 4;
    static final int TIMEOUT = 124;

    static final String HELP = """
            Exit codes:
              0    done as asked
              1    an error, such as a broker out of reach; of several clusters, whatever the others did
              2    wrong usage or settings
              3    a run failed, was forced without --now, overran its deadline or refused
              4    nobody matched
              124  time ran out with somebody silent
              130  ended by Ctrl-C; the last line tells of a signal that stands
            """;

    private ExitCode() {}
}
