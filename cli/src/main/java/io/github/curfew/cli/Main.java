package io.github.curfew.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Where the runnable jar begins. */
// Compiled for Java 8, alone of this jar, so that a Java too old to read the others can say so in its own words. So it
// calls nothing newer, and names what it needs of ours in a string.
public final class Main {
    private static final int OLDEST_JAVA = 17;
    private static final int ERROR = 1;

    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args what was typed
     * @throws Exception if the command line is not in the same jar
     */
    public static void main(String[] args) throws Exception {
        String complaint = complaint(System.getProperty("java.specification.version", ""));
        if (!complaint.isEmpty()) {
            System.err.println(complaint);
            System.exit(ERROR);
        }
        Method program = Class.forName("io.github.curfew.cli.Program").getDeclaredMethod("run", String[].class);
        try {
            program.invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception ? (Exception) e.getCause() : e;
        }
    }

    /** What is wrong with this Java; empty if nothing is. */
    static String complaint(String java) {
        return feature(java) >= OLDEST_JAVA
                ? ""
                : "curfew: needs Java 17 or newer, and this is Java " + java + " (" + System.getProperty("java.home")
                        + "): run it with a newer one, or set JAVA_HOME for the script";
    }

    /** 8 of {@code 1.8}, 17 of {@code 17}; what reads like neither is taken for new. */
    private static int feature(String java) {
        try {
            return Integer.parseInt(java.startsWith("1.") ? java.substring(2) : java);
        } catch (NumberFormatException e) {
            return OLDEST_JAVA;
        }
    }
}
