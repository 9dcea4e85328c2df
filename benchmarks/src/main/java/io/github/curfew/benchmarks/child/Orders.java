package io.github.curfew.benchmarks.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The side of a {@link Child} that obeys: a line in, a line out, until nobody is there to give orders. */
public final class Orders {
    private Orders() {}

    /** Does what it is told. */
    public interface Obeying {
        /**
         * Does it.
         *
         * @param order a verb and its objects
         * @return what came of it, in one line
         * @throws Exception if it fails, which ends the process
         */
        String obey(List<String> order) throws Exception;
    }

    /**
     * Says that it is ready, and obeys until standard input ends.
     *
     * @param one who obeys
     * @throws Exception if it fails
     */
    public static void follow(Obeying one) throws Exception {
        answer("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            answer(one.obey(List.of(line.split(" ", -1))));
        }
    }

    private static void answer(String line) throws IOException {
        System.out.println(line);
        if (System.out.checkError()) {
            throw new IOException("nobody reads the answers");
        }
    }

    /**
     * Takes {@code key=value} from the words.
     *
     * @param words each with an equals sign
     * @return by key
     */
    public static Map<String, String> pairs(List<String> words) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            pairs.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return pairs;
    }
}
