package io.github.curfew.config;

import io.github.curfew.auth.Use;
import io.github.curfew.model.OnSilence;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.spi.Setting;
import java.util.Arrays;
import java.util.List;

/** The settings that belong to no backend. */
public final class CoreSettings {
    /** Which backends to use. */
    public static final Setting BACKENDS = Setting.of(
            "backends",
            Setting.Type.LIST,
            null,
            "The backends to use, joined by commas. Not set: the one whose jar is on the classpath; where there are"
                    + " several or none, the one of all that has settings of its own.");

    /** The file that has more settings. */
    public static final Setting CONFIG = Setting.of(
            "config",
            Setting.Type.TEXT,
            null,
            "A file with more settings, in HOCON (.conf), JSON (.json) or properties (.properties), as a path on the"
                    + " machine that reads it. All other places go before it.");

    /** Which of the described clusters is meant. */
    public static final Setting PROFILE = Setting.of(
            "profile",
            Setting.Type.LIST,
            null,
            "The profile to use, of those that curfew.profiles describes; for the command line several, joined by"
                    + " commas.");

    /** Describes clusters by name. */
    public static final Setting PROFILES = Setting.of(
            "profiles.*",
            Setting.Type.TEXT,
            null,
            "The settings of a profile, as in curfew.profiles.eu.redis.url: where it is chosen, they go before all but"
                    + " what is given on the command line or in code.");

    /** Keeps environments apart. */
    public static final Setting NAMESPACE =
            Setting.of("namespace", Setting.Type.TEXT, "default", "Keeps environments apart on one broker.");

    /** The driver's own labels. */
    public static final Setting LABELS = Setting.of(
            "labels.*",
            Setting.Type.TEXT,
            null,
            "Labels of the driver's own, by which selectors find its runs; in a session's configuration, of its"
                    + " queries.");

    /** How long a graceful stop may take. */
    public static final Setting STOP_DEADLINE = Setting.of(
            "stop.deadline",
            Setting.Type.DURATION,
            "5m",
            "How long a graceful stop may take, when the signal does not say.");

    /** What happens after it. */
    public static final Setting STOP_ON_TIMEOUT = new Setting(
            "stop.on-timeout",
            Setting.Type.CHOICE,
            OnTimeout.FORCE.word(),
            "What happens to a run that has not drained by the deadline: it is cut, or it goes on draining.",
            Arrays.stream(OnTimeout.values()).map(OnTimeout::word).toList());

    /** Whether the application's SparkContext is stopped too. */
    public static final Setting STOP_SPARK_CONTEXT = Setting.of(
            "stop.spark-context",
            Setting.Type.BOOLEAN,
            "false",
            "Whether the SparkContext is stopped as well, after a signal has stopped the application's"
                    + " StreamingContext; not that of a managed lifecycle.");

    /** How long a signal counts. */
    public static final Setting SIGNAL_EXPIRY = Setting.of(
            "signal.expiry", Setting.Type.DURATION, "1h", "How long a signal counts, when it does not say so itself.");

    /** How long everything may take after SIGTERM. */
    public static final Setting SIGTERM_DEADLINE = Setting.of(
            "sigterm.deadline",
            Setting.Type.DURATION,
            "25s",
            "How long everything may take after a SIGTERM: drain, force, join and reports.");

    /** Whether only what is signed counts. */
    public static final Setting AUTH_REQUIRED = Setting.of(
            "auth.required",
            Setting.Type.BOOLEAN,
            "false",
            "Whether only what is signed counts: for a driver of the signals, for a sender of the reports, and for a driver"
                    + " with takeover of both.");

    /** How far clocks may be apart. */
    public static final Setting AUTH_SKEW = Setting.of(
            "auth.skew",
            Setting.Type.DURATION,
            "30s",
            "How far the clocks of a signer and of a reader may be apart. A signal that was signed longer than this"
                    + " before a run started does not count for it.");

    /** By which key this process signs. */
    public static final Setting AUTH_SIGN_WITH = Setting.of(
            "auth.sign-with",
            Setting.Type.TEXT,
            null,
            "The id of the key that signs what this process says. Not set: the only one that can; so too for what a driver"
                    + " with takeover asks, where the one that is named is for reports alone.");

    /** A key that signs. */
    public static final Setting AUTH_KEY_SECRET = Setting.of(
            "auth.keys.*.secret",
            Setting.Type.TEXT,
            null,
            "Of the key with this id, what its owner alone has: a private key in PEM (Ed25519 or P-256), or the text"
                    + " of a secret that senders and drivers share, of 32 bytes at the least.");

    /** A key that verifies. */
    public static final Setting AUTH_KEY_PUBLIC = Setting.of(
            "auth.keys.*.public-key",
            Setting.Type.TEXT,
            null,
            "Of the key with this id, the public key in PEM (Ed25519 or P-256), by which its signatures are verified.");

    /** Whom a key reaches. */
    public static final Setting AUTH_KEY_SELECTOR = Setting.of(
            "auth.keys.*.selector",
            Setting.Type.TEXT,
            "*",
            "Whom signals under the key with this id can mean at the most: a selector, which a run has to match beside"
                    + " the signal's own.");

    /** What a key is for. */
    public static final Setting AUTH_KEY_USE = new Setting(
            "auth.keys.*.use",
            Setting.Type.CHOICE,
            null,
            "What the key with this id may sign: what senders say, what drivers say, or both. Not set: both, and with a"
                    + " selector what senders say, which is all that it can then sign.",
            Use.words());

    /** How often a driver says that it is alive. */
    public static final Setting ROSTER_BEAT = Setting.of(
            "roster.beat",
            Setting.Type.DURATION,
            "1m",
            "How often a driver says that it is alive; one that is silent for two beats counts as lost.");

    /** For how long a driver that fell silent is still told of. */
    public static final Setting ROSTER_LOOK_BACK = Setting.of(
            "roster.look-back",
            Setting.Type.DURATION,
            "10m",
            "How far a sender reads back to find drivers that have fallen silent; two and a half beats at the least.");

    /** Whether queries are held at their start until their predecessors have stopped. */
    public static final Setting TAKEOVER = Setting.of(
            "takeover",
            Setting.Type.BOOLEAN,
            "false",
            "Whether a query is held at its start until the run of the same query id in another application, which is told"
                    + " to stop, has stopped.");

    /** How long the predecessor has to answer. */
    public static final Setting TAKEOVER_TIMEOUT = Setting.of(
            "takeover.timeout",
            Setting.Type.DURATION,
            "10m",
            "How long the predecessor of a held query has to stop, and the broker to be reached.");

    /** What happens then. */
    public static final Setting TAKEOVER_ON_TIMEOUT = new Setting(
            "takeover.on-timeout",
            Setting.Type.CHOICE,
            OnSilence.HOLD.word(),
            "What happens to a held query after that time: it is held on, it fails, or it begins to process blindly,"
                    + " though its predecessor may process too.",
            Arrays.stream(OnSilence.values()).map(OnSilence::word).toList());

    /** How long the predecessor's other queries are waited for. */
    public static final Setting TAKEOVER_GATHER = Setting.of(
            "takeover.gather",
            Setting.Type.DURATION,
            "10s",
            "How long, after the last query was held, the predecessor's other queries are waited for, so that all are"
                    + " asked to stop together.");

    /** From how long ago on it is read who was there. */
    public static final Setting TAKEOVER_LOOK_BACK = Setting.of(
            "takeover.look-back",
            Setting.Type.DURATION,
            "6h",
            "How far a driver reads back to find a query's predecessor, which is overlooked if it was out of reach for longer;"
                    + " two and a half beats at the least.");

    /** How long a held query waits until the JVM is warmed up. */
    public static final Setting TAKEOVER_WARM_UP = Setting.of(
            "takeover.warm-up",
            Setting.Type.DURATION,
            "2m",
            "How long a held query waits at the most, before it asks its predecessor to stop, for two small jobs that warm"
                    + " JVM and executors up; 0s leaves them out.");

    /** All of them, in the order of the documentation. */
    public static final List<Setting> ALL = List.of(
            BACKENDS,
            CONFIG,
            PROFILE,
            PROFILES,
            NAMESPACE,
            LABELS,
            STOP_DEADLINE,
            STOP_ON_TIMEOUT,
            STOP_SPARK_CONTEXT,
            SIGNAL_EXPIRY,
            SIGTERM_DEADLINE,
            AUTH_REQUIRED,
            AUTH_SKEW,
            AUTH_SIGN_WITH,
            AUTH_KEY_SECRET,
            AUTH_KEY_PUBLIC,
            AUTH_KEY_SELECTOR,
            AUTH_KEY_USE,
            ROSTER_BEAT,
            ROSTER_LOOK_BACK,
            TAKEOVER,
            TAKEOVER_TIMEOUT,
            TAKEOVER_ON_TIMEOUT,
            TAKEOVER_GATHER,
            TAKEOVER_LOOK_BACK,
            TAKEOVER_WARM_UP);

    private CoreSettings() {}
}
