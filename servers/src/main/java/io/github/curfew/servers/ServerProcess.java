package io.github.curfew.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server as a child process, with a folder of its own for its data and its log. It can be stopped, killed, frozen and
 * started again on what it left behind. None outlives this JVM. Thread-safe; its methods block until what they ask for
 * has happened.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(15);
    private static final Set<ServerProcess> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(ServerProcess::end), "curfew-servers-end"));
    }

    private final String name;
    private final Path folder;
    private final List<String> command;
    private final Readiness readiness;
    private volatile @Nullable Process process;
    private volatile long logBefore;

    /** Tells whether a server that was started can be used. */
    public interface Readiness {
        /**
         * Looks once.
         *
         * @param server which was started
         * @return whether it is ready
         */
        boolean isReady(ServerProcess server);

        /**
         * Looks for a text in what the server has said since it was started.
         *
         * @param text such as {@code Ready to accept connections}
         * @return the readiness
         */
        static Readiness logSays(String text) {
            return server -> server.log().contains(text);
        }

        /**
         * Looks for a port of the loopback interface that takes connections.
         *
         * @param port which
         * @return the readiness
         */
        static Readiness portIsOpen(int port) {
            return server -> {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                    return true;
                } catch (IOException e) {
                    return false;
                }
            };
        }
    }

    /**
     * Describes a server; {@link #start} starts it.
     *
     * @param name for messages and for the name of its log
     * @param folder where it keeps its data, and is run; it is removed with it
     * @param command what to run
     * @param readiness when it can be used
     */
    public ServerProcess(String name, Path folder, List<String> command, Readiness readiness) {
        this.name = name;
        this.folder = folder;
        this.command = List.copyOf(command);
        this.readiness = readiness;
        OPEN.add(this);
    }

    /**
     * Makes an empty folder for a server.
     *
     * @param name becomes a part of its name
     * @return the folder
     */
    public static Path newFolder(String name) {
        return Folder.create(name);
    }

    /**
     * Runs a program that does its work and ends, such as one that prepares a server's folder.
     *
     * @param name for messages and for the name of its log
     * @param folder where to run it
     * @param command what to run
     * @throws IllegalStateException if it fails; the message has the end of its log
     */
    public static void run(String name, Path folder, List<String> command) {
        ServerProcess program = new ServerProcess(name, folder, command, server -> !server.isRunning());
        try {
            program.start();
            Process ended = Objects.requireNonNull(program.process);
            if (ended.exitValue() != 0) {
                throw new IllegalStateException(name + " ended with " + ended.exitValue() + ":\n" + program.log());
            }
        } finally {
            program.kill();
            OPEN.remove(program);
        }
    }

    /**
     * Starts it, on the data that is there, and waits until it is ready.
     *
     * @throws IllegalStateException if it does not become ready; the message has the end of its log
     */
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        Path log = logFile();
        try {
            logBefore = Files.exists(log) ? Files.size(log) : 0;
            Process started = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            process = started;
            awaitReady(started);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    private void awaitReady(Process started) {
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        while (!readiness.isReady(this)) {
            if (exits(started, Duration.ofMillis(20)) && !readiness.isReady(this)) {
                throw new IllegalStateException(
                        name + " ended with " + started.exitValue() + " at its start:\n" + log());
            }
            if (System.nanoTime() > end) {
                kill();
                throw new IllegalStateException(name + " is not ready after " + READY_WITHIN + ":\n" + log());
            }
        }
    }

    /** Asks it to end (SIGTERM), and kills it when it has not after 15 s. */
    public synchronized void stop() {
        Process running = process;
        if (running == null) {
            return;
        }
        if (running.isAlive()) {
            thaw();
            running.destroy();
            if (!exits(running, STOPPED_WITHIN)) {
                kill();
            }
        }
        process = null;
    }

    /** Ends it at once (SIGKILL), as a crash would. */
    public synchronized void kill() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroyForcibly();
        if (!exits(running, STOPPED_WITHIN)) {
            throw new IllegalStateException(name + ", process " + running.pid() + ", survived its SIGKILL");
        }
        process = null;
    }

    /** Stops it and starts it again, on the same port and data. */
    public synchronized void restart() {
        stop();
        start();
    }

    /** Halts it (SIGSTOP): its connections stay open and nothing answers, as when a network swallows all. */
    public void freeze() {
        send("-STOP");
    }

    /** Lets it go on after {@link #freeze} (SIGCONT). */
    public void thaw() {
        send("-CONT");
    }

    private void send(String signal) {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(name + " is not running");
        }
        try {
            Process sent = new ProcessBuilder("kill", signal, Long.toString(running.pid())).start();
            if (!exits(sent, STOPPED_WITHIN) || sent.exitValue() != 0) {
                throw new IllegalStateException("cannot send " + signal + " to " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send " + signal + " to " + name, e);
        }
    }

    /** An interrupt must not leave a process behind: it is kept for later. */
    private static boolean exits(Process process, Duration within) {
        boolean interrupted = false;
        long end = System.nanoTime() + within.toNanos();
        try {
            while (true) {
                try {
                    return process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Whether it runs.
     *
     * @return true from its start to its end, also while it is frozen
     */
    public boolean isRunning() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /**
     * Where it keeps its data.
     *
     * @return its folder
     */
    public Path folder() {
        return folder;
    }

    /**
     * What it has said since it was last started.
     *
     * @return its output, standard and error
     */
    public String log() {
        try {
            byte[] all = Files.readAllBytes(logFile());
            int from = (int) Math.min(logBefore, all.length);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log of " + name, e);
        }
    }

    private Path logFile() {
        return folder.resolve(name + ".log");
    }

    /** At the end of this JVM, without a lock: somebody may be waiting for the server's start. */
    private void end() {
        Process running = process;
        // Of one that ended long ago, onExit() waits for whoever has its process id now.
        if (running != null && running.isAlive()) {
            running.destroyForcibly().onExit().join();
        }
        Folder.remove(folder);
    }

    /** Ends it and removes its folder. */
    @Override
    public synchronized void close() {
        kill();
        Folder.remove(folder);
        OPEN.remove(this);
    }
}
