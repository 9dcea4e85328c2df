package io.github.curfew.file;

import io.github.curfew.file.Claim.State;
import io.github.curfew.file.FilePosition.MarkerGone;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Selector;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Payload;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The markers of this transport's runs, one for each query and one for the application, and their deletions. A deletion
 * is a stop only if the marker was ours and is missing from two listings between which, before and after, the namespace's
 * own file could be read and was the same: all else is an outage, or another's work. Thread-safe.
 */
final class Markers {
    private static final int LARGEST = 4_096;
    private static final int MOST_EVENTS = 10_000;
    private static final Duration A_MOMENT = Duration.ofMillis(5);

    private final NamespaceDirectory directory;
    private final FileStore store;
    private final String driverId;
    private final MarkerRemoval removal;
    private final CalmDirectory directoryOfMarkers;
    private final Map<String, Claim> claims = new LinkedHashMap<>();
    private final Map<String, Set<String>> runsOfApps = new HashMap<>();
    private final List<Delivery> events = new ArrayList<>();
    private long last;
    private @Nullable List<StoredFile> inOrder;

    Markers(NamespaceDirectory directory, String driverId) {
        this.directory = directory;
        this.store = directory.store();
        this.driverId = driverId;
        this.removal = new MarkerRemoval(store);
        this.directoryOfMarkers = new CalmDirectory(store, this::listAll);
    }

    static long number(Delivery event) {
        return event.tag() instanceof MarkerGone gone ? gone.number() : 0;
    }

    /** The number of the last deletion, by a listing of now; null where others' work leaves open whether one was. */
    synchronized @Nullable Long lastByNow() throws IOException {
        return claims.isEmpty() || isSettledBy(list(true)) ? last : null;
    }

    synchronized List<Delivery> after(long number) {
        if (number >= last) {
            return List.of();
        }
        return events.stream().filter(event -> number(event) > number).toList();
    }

    synchronized void announce(RunInfo run) throws IOException {
        inOrder = null;
        String incarnation = directory.prepare();
        Claim ofRun = ofRun(run);
        if (ofRun != null) {
            claim(ofRun, incarnation);
        }
        Claim ofApp = ofApp(run);
        if (ofApp != null) {
            boolean isNew = runsOfApps
                    .computeIfAbsent(ofApp.target, app -> new HashSet<>())
                    .add(run.id());
            Claim there = claims.get(ofApp.name);
            if (isNew && there != null && there.state == State.GONE) {
                // That stop was for the runs before it.
                claims.remove(ofApp.name);
            }
            claim(ofApp, incarnation);
        }
    }

    private void claim(Claim wanted, String incarnation) throws IOException {
        Claim there = claims.get(wanted.name);
        if (there != null && there.state != State.LEAVING && there.holder.equals(wanted.holder)) {
            if (there.state == State.UNWRITTEN) {
                write(there, incarnation);
            }
            // Else the next look tells: to write it again here could hide that somebody has deleted it.
            return;
        }
        if (there != null && there.state == State.HELD) {
            look();
        }
        claims.put(wanted.name, wanted);
        write(wanted, incarnation);
    }

    synchronized void withdraw(RunInfo run) throws IOException {
        inOrder = null;
        Claim ofRun = ofRun(run);
        if (ofRun != null) {
            remove(ofRun);
        }
        Claim ofApp = ofApp(run);
        if (ofApp != null) {
            Set<String> runs = runsOfApps.getOrDefault(ofApp.target, new HashSet<>());
            runs.remove(run.id());
            if (runs.isEmpty()) {
                remove(ofApp);
                runsOfApps.remove(ofApp.target);
            }
        }
    }

    private void remove(Claim like) throws IOException {
        Claim claim = claims.get(like.name);
        if (claim == null || !claim.holder.equals(like.holder)) {
            return;
        }
        if (claim.state != State.GONE && claim.seen != null) {
            claim.state = State.LEAVING;
            removal.remove(claim);
        }
        claims.remove(like.name);
    }

    private @Nullable Claim ofRun(RunInfo run) {
        String query = run.labels().get(Labels.QUERY_ID);
        return query == null
                ? null
                : new Claim(
                        FileNames.encode(query),
                        run.id(),
                        run.id(),
                        "the query " + Quoted.text(run.displayName()) + " (run " + Quoted.plain(run.id()) + ")");
    }

    private @Nullable Claim ofApp(RunInfo run) {
        String app = run.labels().get(Labels.APP_ID);
        if (app == null) {
            return null;
        }
        String name = run.labels().get(Labels.APP_NAME);
        return new Claim(
                FileNames.encode(app),
                driverId,
                app,
                "every stream of the application " + Quoted.text(name == null ? app : name));
    }

    private void write(Claim claim, String incarnation) throws IOException {
        String holder = holder(claim.path());
        if (holder != null && !holder.equals(claim.holder)) {
            claim.tookOver = true;
        }
        StoredFile written = write(claim);
        // By the times of both it is told whether the note is about this marker; a store's clock has ticks.
        long end = System.nanoTime() + TopicListing.TICK.toNanos();
        while (removal.isNotedSince(claim.name, written) && System.nanoTime() < end) {
            LockSupport.parkNanos(A_MOMENT.toNanos());
            written = write(claim);
        }
        claim.seen = written;
        claim.incarnation = incarnation;
        claim.state = State.HELD;
    }

    private StoredFile write(Claim claim) throws IOException {
        try {
            return store.write(claim.path(), claim.content());
        } catch (NoSuchFileException e) {
            directory.makeDirectory(NamespaceDirectory.RUNNING);
            return store.write(claim.path(), claim.content());
        }
    }

    private @Nullable String holder(String path) throws IOException {
        try {
            return Claim.holder(store.read(path, LARGEST));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Looks for deletions, with one listing if there are none. */
    synchronized void look() throws IOException {
        boolean unused = claims.isEmpty() || isSettledBy(list(false));
    }

    /** Judges by a listing; false where what is missing has to be looked at again. */
    private boolean isSettledBy(List<StoredFile> listed) throws IOException {
        if (listed == inOrder) {
            return true; // The very listing in which nothing was missing.
        }
        Map<String, StoredFile> files = byName(listed);
        List<Claim> missing = new ArrayList<>();
        for (Claim claim : claims.values()) {
            if (claim.state == State.HELD || claim.state == State.TAKEN) {
                StoredFile file = files.get(claim.name);
                if (file == null) {
                    missing.add(claim);
                } else if (claim.seen == null || !file.sameAs(claim.seen)) {
                    inspect(claim, file);
                }
            } else if (claim.state == State.UNWRITTEN) {
                missing.add(claim);
            }
        }
        inOrder = missing.isEmpty() ? listed : null;
        return missing.isEmpty() || judge(missing);
    }

    private List<StoredFile> list(boolean afresh) throws IOException {
        try {
            StoredFile running = afresh || !store.stampsDirectories() ? null : store.find(NamespaceDirectory.RUNNING);
            return running == null ? listAll() : directoryOfMarkers.files(running);
        } catch (NoSuchFileException e) {
            if (store.hasDirectories()) {
                // The directory itself is gone, which is an outage and no stop: all are written anew.
                directory.makeDirectory(NamespaceDirectory.RUNNING);
                claims.values().stream()
                        .filter(claim -> claim.state == State.HELD)
                        .forEach(claim -> claim.state = State.UNWRITTEN);
            }
            return List.of();
        }
    }

    private List<StoredFile> listAll() throws IOException {
        return CrowdedException.list(store, NamespaceDirectory.RUNNING);
    }

    private static Map<String, StoredFile> byName(List<StoredFile> files) {
        Map<String, StoredFile> byName = new HashMap<>();
        files.forEach(file -> byName.put(file.name(), file));
        return byName;
    }

    private void inspect(Claim claim, StoredFile file) throws IOException {
        String incarnation = directory.incarnation();
        String holder = holder(claim.path());
        // Both are of one directory, though another may come into its place at any moment.
        if (holder != null && incarnation != null && incarnation.equals(directory.incarnation())) {
            claim.state = holder.equals(claim.holder) ? State.HELD : State.TAKEN;
            claim.seen = file;
            claim.incarnation = incarnation;
        }
    }

    private boolean judge(List<Claim> missing) throws IOException {
        String incarnation = directory.prepare();
        Map<String, StoredFile> files = byName(list(true));
        if (!incarnation.equals(directory.incarnation())) {
            return false;
        }
        MarkerRemoval.Others others = removal.others(files);
        for (Claim claim : missing) {
            if (files.containsKey(claim.name) && claim.state != State.UNWRITTEN) {
                continue;
            }
            boolean ours = claim.state == State.HELD && claim.incarnation.equals(incarnation);
            if (!ours || others.have(claim)) {
                write(claim, incarnation);
            } else if (!others.areUnsure()) {
                gone(claim);
            }
        }
        return !others.areUnsure();
    }

    private void gone(Claim claim) {
        claim.state = State.GONE;
        String time = claim.seen == null ? "" : claim.seen.modified().toString();
        Payload words = Payload.utf8("stop " + Selector.named(claim.target) + "\n");
        last++;
        events.add(new Delivery(
                claim.path() + "@" + time + "#" + claim.holder, null, words, Map.of(), new MarkerGone(last)));
        if (events.size() > MOST_EVENTS) {
            events.remove(0);
        }
    }
}
