/** The same servers in containers, on loopback and fixed ports: for tests where Docker answers. */
@NullMarked
package io.github.curfew.servers.containers;

import org.jspecify.annotations.NullMarked;
