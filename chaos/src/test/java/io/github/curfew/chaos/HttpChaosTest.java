package io.github.curfew.chaos;

import io.github.curfew.chaos.TcpProxy.Mode;
import io.github.curfew.servers.FreePort;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Drivers are the servers here: that they leave, are killed and begin again is in every story. A killed one is as senders
 * see it, in this process: its connections are gone, nobody is at its port, and of what it knew nothing is left.
 */
class HttpChaosTest extends ChaosContract {
    HttpChaosTest() {
        super(13);
    }

    @Override
    Victim victim() {
        return new Doors();
    }

    /** A way to each place, at whose end there is the door of one driver after the other. */
    static final class Doors implements Victim {
        private final List<TcpProxy> ways =
                Stream.generate(TcpProxy::new).limit(Chaos.SLOTS).toList();

        private static String url(TcpProxy way) {
            return "http://127.0.0.1:" + way.port();
        }

        private static Map<String, String> senders(String urls) {
            return Map.of("backends", "http", "http.urls", urls);
        }

        @Override
        public Map<String, String> drivers() {
            return Map.of("backends", "http", "http.port", "" + FreePort.next());
        }

        @Override
        public Map<String, String> drivers(int place) {
            Map<String, String> settings = drivers();
            ways.get(place).to(Integer.parseInt(settings.getOrDefault("http.port", "")));
            return settings;
        }

        @Override
        public void killed(int place) {
            ways.get(place).hangUp();
        }

        @Override
        public Map<String, String> senders() {
            return senders(ways.stream().map(Doors::url).collect(Collectors.joining(",")));
        }

        @Override
        public List<Map<String, String>> places() {
            return ways.stream().map(way -> senders(url(way))).toList();
        }

        @Override
        public List<Fault> faults() {
            return faults(0);
        }

        @Override
        public List<Fault> faults(int place) {
            TcpProxy way = ways.get(place);
            return List.of(
                    fault("frozen connections", Mode.FROZEN, way),
                    Fault.of("half-open sockets", () -> way.set(Mode.FROZEN), way::reset),
                    fault("slow network", Mode.SLOW, way),
                    fault("cut network", Mode.CUT, way),
                    fault("torn requests", Mode.TORN_REQUESTS, way),
                    fault("torn answers", Mode.TORN_ANSWERS, way));
        }

        private static Fault fault(String name, Mode mode, TcpProxy way) {
            return Fault.of(name, () -> way.set(mode), () -> way.set(Mode.OPEN));
        }

        @Override
        public void close() {
            ways.forEach(TcpProxy::close);
        }
    }
}
