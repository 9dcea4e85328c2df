/**
 * What the author of a backend implements: a {@link io.github.curfew.spi.BackendProvider}, which says what can be set, and
 * the {@link io.github.curfew.spi.Transport} that it opens. A transport moves bytes and tells positions; core owns all
 * else. A broker that can publish bytes, show them to everyone who asks, and say what was there before what, is all it
 * takes. The testkit has the whole of this as tests, {@code BackendTroubleContract}: what is said here and what it runs are
 * the same promises.
 *
 * <h2>What a backend promises</h2>
 * <ul>
 *   <li><b>At least once, to everyone.</b> From its position on, each reader is given every message that the broker took,
 *       once or more often, under one identity. What the broker dropped before it was read is told by
 *       {@link io.github.curfew.spi.Batch#lost()}, never passed over in silence. Only where a queue belongs to one reader
 *       may it be otherwise, and {@link io.github.curfew.spi.Capabilities#takesAway()} says so.
 *   <li><b>A receipt is the broker's word.</b> {@link io.github.curfew.spi.Transport#publish} returns when the broker has
 *       the message for good by its own standards, and not before.
 *   <li><b>Positions never guess.</b> {@link io.github.curfew.spi.Position#order} keeps a signal from a run that started
 *       after it; where the order is not certain it is unknown.
 *   <li><b>Nothing at the start.</b> Neither the provider nor {@link io.github.curfew.spi.BackendProvider#open} touches the
 *       network: a broker that is out of reach must not keep an application from starting. Settings that cannot work are a
 *       {@link io.github.curfew.ConfigurationException} there, and nowhere else.
 *   <li><b>A failure is a {@link io.github.curfew.spi.TransportException}</b>, in one sentence without a secret, and the
 *       next call connects anew. No call blocks without an end.
 *   <li><b>No threads of its own</b>, unless its client brings some; those are named, daemons, and end with
 *       {@link io.github.curfew.spi.Transport#close}.
 * </ul>
 *
 * <h2>What core promises in return</h2>
 * <ul>
 *   <li>One transport for each driver or client, opened once and used until it is closed, over any number of outages. On a
 *       driver one thread, {@code curfew-<name>}, reads signals, and no other uses that reader. Other threads ask for
 *       positions and publish meanwhile: of a driver's messages one at a time, in order; of a client's several at once. A
 *       driver that holds a new version's query reads reports on one more thread, with a reader of its own.
 *   <li>None of these is a thread of a stream: a call that blocks holds up no batch. The start of a run waits for a
 *       position for two seconds at the most, and is fenced by times where none came.
 *   <li>The context class loader of its threads on a driver is the one that loaded core.
 *   <li>After a failure it waits, 0.2 s at first and 5 s at the most, drawn at random so that a fleet does not come back as
 *       one. It closes the reader that failed, and opens another one from the position of the last poll that returned. A
 *       driver's message that could not be published is published again under the same group and name, until it is told;
 *       it is given up where the failure is {@linkplain io.github.curfew.spi.TransportException#lasting lasting}, or the
 *       eighth with a broker that otherwise answers. A client that could not publish says so.
 *   <li>Whatever a backend throws, a bug's exception too, ends no listening and harms no stream: it makes the backend's
 *       health degraded, one line in the log when that begins and one when it is over.
 *   <li>What comes twice acts once, by the message's own identity or the broker's; what is too old, meant for somebody
 *       else, forged or unreadable is sorted out by core. A backend looks into no message.
 *   <li>Deliveries are acknowledged after they are in hand, and reports are published before a transport is closed, for as
 *       long as there is time. After {@code close} nothing is called but {@code close}.
 * </ul>
 */
@NullMarked
package io.github.curfew.spi;

import org.jspecify.annotations.NullMarked;
