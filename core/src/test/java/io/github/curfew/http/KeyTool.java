package io.github.curfew.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Certificates made by the JDK's own keytool, as a user would. */
record KeyTool(Path store, Path certificate, Path key) {
    static final String PASSWORD = "changeit";

    static KeyTool make(Path directory, String name, String algorithm, String... more)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = directory.resolve(name + ".p12");
        List<String> generate = new ArrayList<>(List.of("-genkeypair", "-keyalg", algorithm, "-dname", "CN=driver"));
        generate.addAll(List.of("-ext", "san=dns:driver.test,dns:*.pods.test,ip:127.0.0.1,dns:localhost"));
        generate.addAll(List.of(more));
        run(store, "curfew", generate);
        return exported(directory, name, store);
    }

    /** Signed by an authority of its own, whose certificate is {@code ca.crt} beside it. */
    static KeyTool makeSigned(Path directory, String name, String... more)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = directory.resolve(name + ".p12");
        run(store, "ca", List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=ca", "-ext", "bc:c"));
        run(
                store,
                "ca",
                List.of(
                        "-exportcert",
                        "-rfc",
                        "-file",
                        directory.resolve("ca.crt").toString()));
        List<String> generate = new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=driver"));
        generate.addAll(List.of("-ext", "san=dns:localhost", "-signer", "ca"));
        generate.addAll(List.of(more));
        run(store, "curfew", generate);
        return exported(directory, name, store);
    }

    private static KeyTool exported(Path directory, String name, Path store)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path certificate = directory.resolve(name + ".crt");
        run(store, "curfew", List.of("-exportcert", "-rfc", "-file", certificate.toString()));
        KeyStore read = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        Key key = read.getKey("curfew", PASSWORD.toCharArray());
        Path keyFile = directory.resolve(name + ".key");
        Files.writeString(
                keyFile,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        return new KeyTool(store, certificate, keyFile);
    }

    private static void run(Path store, String alias, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(arguments);
        command.addAll(List.of(
                "-alias", alias, "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        process.getInputStream().transferTo(said);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s", said).isZero();
    }
}
