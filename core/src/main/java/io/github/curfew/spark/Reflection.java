package io.github.curfew.spark;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Calls by name what is public in Spark's bytecode, but not the same, or not Java's to call, in every version. */
final class Reflection {
    private Reflection() {}

    /**
     * Calls a method that takes nothing.
     *
     * @throws ReflectiveOperationException if there is no such method, or it throws: then its exception is the cause
     */
    static @Nullable Object call(Object target, String method) throws ReflectiveOperationException {
        return call(target, target.getClass().getMethod(method));
    }

    /** Calls a method that is already resolved. */
    static @Nullable Object call(Object target, Method method, Object... arguments)
            throws ReflectiveOperationException {
        try {
            return method.invoke(target, arguments);
        } catch (IllegalAccessException hidden) {
            // A public method of a class that is not: Scala's anonymous subclasses are such.
            method.setAccessible(true);
            return method.invoke(target, arguments);
        }
    }

    /** Calls a method that takes nothing and whose result cannot be null. */
    static Object result(Object target, String method) throws ReflectiveOperationException {
        return result(target, target.getClass().getMethod(method));
    }

    /** Calls a method that is already resolved and whose result cannot be null. */
    static Object result(Object target, Method method, Object... arguments) throws ReflectiveOperationException {
        Object result = call(target, method, arguments);
        if (result == null) {
            throw new NotShownException(method + " gave null");
        }
        return result;
    }

    /** Calls a method of the object's own class that takes nothing, is private, and whose result cannot be null. */
    static Object hidden(Object target, String method) throws ReflectiveOperationException {
        Method found = target.getClass().getDeclaredMethod(method);
        found.setAccessible(true);
        return result(target, found);
    }

    /**
     * Opens a Scala Option; the class itself is not named, since it belongs to another Scala in every other Spark.
     *
     * @return what is in it, or null where it is empty
     */
    static @Nullable Object orNull(Object option) throws ReflectiveOperationException {
        boolean empty = Boolean.TRUE.equals(call(option, "isEmpty"));
        return empty ? null : call(option, "get");
    }

    /** The class or superclass of this simple name, or null: Spark 4.1 moved them to another package. */
    static @Nullable Class<?> ancestor(Class<?> type, String simpleName) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            if (at.getSimpleName().equals(simpleName)) {
                return at;
            }
        }
        return null;
    }

    /** One sentence on what went wrong inside the called method, or in calling it. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof InvocationTargetException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        String type = cause instanceof NotShownException ? "" : cause.getClass().getSimpleName() + ": ";
        String text = type + message;
        int line = text.indexOf('\n');
        String first = line < 0 ? text : text.substring(0, line);
        return first.length() <= 300 ? first : first.substring(0, 300) + "…";
    }
}
