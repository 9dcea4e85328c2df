package io.github.curfew.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Core where the library for HOCON is not on the classpath. */
class WithoutHoconTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path dir;

    @Test
    void doesWithoutTheLibraryUntilHoconIsAskedFor() throws Exception {
        Path properties = Files.writeString(dir.resolve("curfew.properties"), "curfew.file.dir=/x\n");
        Path hocon = Files.writeString(dir.resolve("curfew.conf"), "curfew.file.dir = /x\n");
        Class<?> source = new WithoutTypesafe().loadClass(SettingsSource.class.getName());

        assertThat(source.getClassLoader()).isInstanceOf(WithoutTypesafe.class);
        assertThat(source.getMethod("file", Path.class).invoke(null, properties))
                .hasToString("[curfew.file.dir] in " + properties);
        assertThatThrownBy(() -> source.getMethod("file", Path.class).invoke(null, hocon))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .hasMessageMatching("\\Qthe settings file " + hocon + "\\E needs a library to be read"
                        + " \\(com/typesafe/config/\\w+ is missing\\): put com.typesafe:config 1.2.1 or newer on the classpath, or"
                        + " write the settings into a file that ends in .properties");
    }

    /** Loads our classes anew, where the library for HOCON is not. */
    private static final class WithoutTypesafe extends ClassLoader {
        WithoutTypesafe() {
            super(WithoutHoconTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.typesafe.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.github.curfew.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (@Nullable InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
