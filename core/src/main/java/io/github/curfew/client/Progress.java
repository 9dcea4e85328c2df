package io.github.curfew.client;

import io.github.curfew.model.RunInfo;
import java.util.List;

/**
 * What has become of a signal so far.
 *
 * @param runs every run that it is meant for or that answered, in the order of their names
 * @param settled whether nothing more is to be waited for: all that are here have given their final report, as many as
 *     were expected; or nobody is meant. Where either could change until anybody there would have answered, that time is
 *     over
 * @param troubles one sentence for each backend whose reports cannot be read just now, have not all been read after ten
 *     seconds, were lost before they were read, or do not count since they lack the signature that is asked for
 * @param later runs that the selector matches and that began when the signal was sent or after: it is not for them, and
 *     nobody waits for them
 */
public record Progress(List<Standing> runs, boolean settled, List<String> troubles, List<RunInfo> later) {
    /**
     * Copies the lists.
     *
     * @param runs see {@link #runs()}
     * @param settled see {@link #settled()}
     * @param troubles see {@link #troubles()}
     * @param later see {@link #later()}
     */
    public Progress {
        runs = List.copyOf(runs);
        troubles = List.copyOf(troubles);
        later = List.copyOf(later);
    }

    /**
     * Tells of no run that began later.
     *
     * @param runs every run that it is meant for or that answered, in the order of their names
     * @param settled whether nothing more is to be waited for
     * @param troubles one sentence for each backend whose reports cannot be read
     */
    public Progress(List<Standing> runs, boolean settled, List<String> troubles) {
        this(runs, settled, troubles, List.of());
    }

    /**
     * Counts.
     *
     * @return how many runs have given their final report
     */
    public int finished() {
        return (int) runs.stream().filter(Standing::isFinal).count();
    }
}
