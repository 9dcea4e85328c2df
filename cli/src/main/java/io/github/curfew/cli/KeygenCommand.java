package io.github.curfew.cli;

import io.github.curfew.CurfewException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes keys, into files that their owner alone can read. */
@Command(
        name = "keygen",
        header = "Makes a key that signs messages.",
        description = {
            "",
            "Writes ID.private.pem and ID.public.pem, or for HS256 one ID.secret, and prints the settings",
            "that name them. Keys themselves are never printed, and no file is ever overwritten."
        },
        sortOptions = false,
        customSynopsis = "curfew keygen ID [OPTION...]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  curfew keygen ops                      a pair: private for senders, public for drivers",
            "  curfew keygen team --algorithm HS256   a secret that senders and drivers share",
            "  curfew keygen ops --directory /etc/curfew"
        })
final class KeygenCommand implements Callable<Integer> {
    private static final int SECRET_BYTES = 32;

    private final World world;

    @Parameters(paramLabel = "ID", arity = "1", hidden = true)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Option(
            names = {"-a", "--algorithm"},
            paramLabel = "NAME",
            defaultValue = "EdDSA",
            description = "EdDSA (Ed25519), ES256 (P-256) or HS256 (a shared secret); ${DEFAULT-VALUE} if not given.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String algorithm;

    @Option(
            names = {"-d", "--directory"},
            paramLabel = "PATH",
            defaultValue = ".",
            description = "Where to write the files; the current directory if not given.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path directory;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    KeygenCommand(World world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
            throw new UsageException("a key's id has letters, digits, '-' and '_', at most 64 of them");
        }
        try {
            switch (algorithm) {
                case "EdDSA" -> pair(KeyPairGenerator.getInstance("Ed25519"));
                case "ES256" -> {
                    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                    generator.initialize(new ECGenParameterSpec("secp256r1"));
                    pair(generator);
                }
                case "HS256" -> secret();
                default -> throw new UsageException("--algorithm is EdDSA, ES256 or HS256");
            }
            return ExitCode.OK;
        } catch (GeneralSecurityException e) {
            throw new CurfewException("this Java cannot make a key for " + algorithm, e);
        }
    }

    private void secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        Path file = write("secret", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n", true);
        say("senders and drivers", "secret.file", file);
    }

    private void pair(KeyPairGenerator generator) {
        // Before the first is written: half a pair beside an old half would sign what nobody takes.
        refuseOverwriting("private.pem");
        refuseOverwriting("public.pem");
        KeyPair pair = generator.generateKeyPair();
        Path closed = write("private.pem", pem("PRIVATE KEY", pair.getPrivate().getEncoded()), true);
        Path open = write("public.pem", pem("PUBLIC KEY", pair.getPublic().getEncoded()), false);
        say("whoever signs", "secret.file", closed);
        say("whoever verifies", "public-key.file", open);
    }

    private void say(String who, String key, Path file) {
        world.out().println("# " + who);
        world.out().println("curfew.auth.keys." + id + "." + key + "=" + file);
    }

    private static String pem(String kind, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
    }

    /** Made with its rights, and not given them later: in between, others could open it. */
    private Path write(String ending, String text, boolean closed) {
        Path file = file(ending);
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] rights = closed && posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (var channel = Files.newByteChannel(
                file, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), rights)) {
            var bytes = java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                int unused = channel.write(bytes);
            }
            return file;
        } catch (FileAlreadyExistsException e) {
            throw isThere(file);
        } catch (IOException e) {
            // Of many the message is no more than the path again.
            throw new CurfewException(
                    "the key cannot be written to " + file + " (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private Path file(String ending) {
        return directory.resolve(id + "." + ending).toAbsolutePath().normalize();
    }

    private void refuseOverwriting(String ending) {
        Path file = file(ending);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw isThere(file);
        }
    }

    private static UsageException isThere(Path file) {
        return new UsageException(file + " is there already, and a key is never overwritten: choose another id, or move"
                + " the file away");
    }
}
