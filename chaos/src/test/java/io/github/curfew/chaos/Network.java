package io.github.curfew.chaos;

import io.github.curfew.servers.ServerProcess;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The faults that every server and every network has. */
final class Network {
    static final String FULL_DISK = "full disk";

    private Network() {}

    /** One that was killed while it wrote does not always come back at the first try. */
    static void start(ServerProcess server) {
        try {
            server.start();
        } catch (IllegalStateException e) {
            server.kill();
            server.start();
        }
    }

    /**
     * Tells them.
     *
     * @param losing what makes this kind of server forget; some of it happens while drivers cannot look
     */
    static List<Fault> faults(TcpProxy proxy, ServerProcess server, @Nullable SmallDisk disk, Fault... losing) {
        List<Fault> faults = new ArrayList<>(List.of(
                Fault.of("kill -9", server::kill, () -> start(server)),
                Fault.of("frozen server", server::freeze, server::thaw),
                Fault.of("frozen network", () -> proxy.set(TcpProxy.Mode.FROZEN), () -> proxy.set(TcpProxy.Mode.OPEN)),
                Fault.of("half-open sockets", () -> proxy.set(TcpProxy.Mode.FROZEN), proxy::reset),
                Fault.of("slow network", () -> proxy.set(TcpProxy.Mode.SLOW), () -> proxy.set(TcpProxy.Mode.OPEN)),
                Fault.of("cut network", () -> proxy.set(TcpProxy.Mode.CUT), () -> proxy.set(TcpProxy.Mode.OPEN))));
        if (disk != null) {
            // A server may end of it, and then somebody starts it again.
            faults.add(Fault.of(FULL_DISK, disk::fill, () -> {
                disk.free();
                server.kill();
                start(server);
            }));
        }
        for (Fault fault : losing) {
            faults.add(fault);
            faults.add(behindACut(proxy, fault));
        }
        return faults;
    }

    /** The same from its begin to its end, while drivers cannot look. */
    static Fault behindACut(TcpProxy proxy, Fault fault) {
        return new Fault(fault.name() + " behind a cut", fault.memory(), () -> proxy.set(TcpProxy.Mode.CUT), () -> {
            fault.begin().take();
            fault.end().take();
            proxy.set(TcpProxy.Mode.OPEN);
        });
    }
}
