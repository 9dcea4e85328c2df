package io.github.curfew.servers;

import io.github.curfew.servers.ServerProcess.Readiness;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Redis server on loopback. It keeps nothing over a restart, unless it is given {@code --appendonly yes}. Thread-safe.
 */
public final class RedisServer implements AutoCloseable {
    private static final int ANSWER_MILLIS = 5_000;

    private final ServerProcess process;
    private final int port;

    private RedisServer(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a server.
     *
     * @param options as on its command line, such as {@code --appendonly}, {@code yes}
     * @return the server, ready to use
     */
    public static RedisServer start(String... options) {
        return start(FreePort.next(), List.of(options));
    }

    /**
     * Starts a server that speaks TLS beside plain text.
     *
     * @param tlsPort where it speaks TLS
     * @param certificate a file in PEM
     * @param key a file in PEM
     * @return the server, ready to use; its own port is the plain one
     */
    public static RedisServer startWithTls(int tlsPort, Path certificate, Path key) {
        return start(
                "--tls-port",
                Integer.toString(tlsPort),
                "--tls-cert-file",
                certificate.toString(),
                "--tls-key-file",
                key.toString(),
                "--tls-auth-clients",
                "no");
    }

    static RedisServer start(int port, List<String> options) {
        Path folder = ServerProcess.newFolder("redis");
        List<String> command = new ArrayList<>(List.of(
                RedisBinary.in(folder).toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--dir",
                folder.toString()));
        command.addAll(options);
        return run("redis", folder, command, port, "Ready to accept connections");
    }

    static RedisServer run(String name, Path folder, List<String> command, int port, String ready) {
        Readiness open = Readiness.portIsOpen(port);
        Readiness says = Readiness.logSays(ready);
        ServerProcess process =
                new ServerProcess(name, folder, command, server -> says.isReady(server) && open.isReady(server));
        try {
            process.start();
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
        return new RedisServer(process, port);
    }

    /**
     * Where it listens.
     *
     * @return its port on 127.0.0.1
     */
    public int port() {
        return port;
    }

    /**
     * Where clients find it.
     *
     * @return such as {@code redis://127.0.0.1:6379}
     */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /**
     * Gives it a command, as one would type it over telnet: words between spaces, without quotes.
     *
     * @param line such as {@code CLIENT KILL TYPE pubsub}
     * @return the first line of its answer, which begins with {@code -} if it is an error
     */
    public String command(String line) {
        return command(line, 1);
    }

    /**
     * Gives it a command whose answer is one text.
     *
     * @param line such as {@code CLUSTER MYID}
     * @return the text
     */
    public String commandBody(String line) {
        return command(line, 2);
    }

    /**
     * Asks which Redis it is.
     *
     * @return such as {@code 7.0.15}
     */
    public String version() {
        return command("INFO server", 3).replace("redis_version:", "");
    }

    private String command(String line, int lines) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String answer = "";
            for (int read = 0; read < lines; read++) {
                String next = in.readLine();
                answer = next == null ? "" : next;
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException("Redis on port " + port + " did not answer to " + line, e);
        }
    }

    /**
     * The process, to stop, kill, freeze and start it again, on the same port.
     *
     * @return the process
     */
    public ServerProcess process() {
        return process;
    }

    /** Kills it and removes what it has stored. */
    @Override
    public void close() {
        process.close();
    }
}
