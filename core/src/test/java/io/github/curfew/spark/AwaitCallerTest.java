package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.CurfewException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import py4j.reflection.MethodInvoker;
import py4j.reflection.ReflectionEngine;

/** Callers that are no Java beside their Spark: one behind Spark Connect, and Python. */
class AwaitCallerTest extends OverAwaits {
    @Test
    void aQueryBehindSparkConnectIsOneClearSentence() {
        UUID id = UUID.randomUUID();
        StreamingQuery remote = (StreamingQuery) Proxy.newProxyInstance(
                StreamingQuery.class.getClassLoader(),
                new Class<?>[] {StreamingQuery.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "id" -> id;
                    case "isActive" -> true;
                    case "sparkSession" -> throw new UnsupportedOperationException("sparkContext");
                    default -> throw new AssertionError(method);
                });
        assertThatThrownBy(() -> Curfew.awaitTermination(remote))
                .isInstanceOf(CurfewException.class)
                .hasMessage("the query " + id + " runs behind Spark Connect, in another JVM, where it cannot be reached"
                        + " from here: start that server with --conf"
                        + " spark.plugins=io.github.curfew.spark.CurfewPlugin");
    }

    /** As Py4J finds and calls methods for {@code spark._jvm.io.github.curfew.spark.Curfew.awaitTermination(...)}. */
    @Test
    void pythonCanCallIt() throws Exception {
        StreamingQuery query = start("orders");
        query.stop();
        assertThat(python(null, "awaitTermination", query)).isNull();
        assertThat(python(null, "awaitTermination", query, Duration.ofSeconds(1)))
                .isEqualTo(true);
        assertThat(python(null, "awaitAllTermination", new ArrayList<>(List.of(query))))
                .isNull();
        Object builder = python(null, "builder");
        Object set = python(builder, "set", "file.dir", home.toString());
        assertThat(python(set, "awaitTermination", query)).isNull();
    }

    private static @Nullable Object python(@Nullable Object target, String method, Object... arguments) {
        ReflectionEngine engine = new ReflectionEngine();
        MethodInvoker invoker = target == null
                ? engine.getMethod(Curfew.class.getName(), method, arguments)
                : engine.getMethod(target, method, arguments);
        Object result = engine.invoke(target, invoker, arguments);
        return result == ReflectionEngine.RETURN_VOID ? null : result;
    }
}
