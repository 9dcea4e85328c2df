/** Real servers as child processes on loopback and free ports, without containers: for tests and for the quickstart. */
@NullMarked
package io.github.curfew.servers;

import org.jspecify.annotations.NullMarked;
