package io.github.curfew.cli;

import java.util.List;

/** Shows who is there and what has been reported since. */
interface Watching {
    void show(List<Row> rows, List<Said> news, List<String> troubles);
}
