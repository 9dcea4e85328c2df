package io.github.curfew.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TcpProxyTest {
    private static final int ROUNDS = 500;

    /** A bare race, hence the rounds: without care, one in some hundreds arrived at a server that was gone. */
    @Test
    @Timeout(60)
    void nobodyIsConnectedWhoCameWhileItHungUp() throws IOException {
        try (ServerSocket server = new ServerSocket(0, ROUNDS, InetAddress.getLoopbackAddress());
                TcpProxy proxy = new TcpProxy()) {
            for (int round = 0; round < ROUNDS; round++) {
                proxy.to(server.getLocalPort());
                try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
                    for (int spin = 0; spin < round % 100 * 200; spin++) {
                        Thread.onSpinWait();
                    }
                    proxy.hangUp();
                    client.setSoTimeout(10_000);
                    assertThat(isOver(client)).as("round %s", round).isTrue();
                }
            }
        }
    }

    private static boolean isOver(Socket client) throws IOException {
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }
}
