package io.github.curfew.http;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** Addresses as a URL has them. */
final class Urls {
    private Urls() {}

    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
