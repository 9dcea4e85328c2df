/**
 * Whose word a message is: keys, signatures, and the one place in which a message's authority is judged before anything
 * is done with what it says. Knows no transport and no engine.
 */
@NullMarked
package io.github.curfew.auth;

import org.jspecify.annotations.NullMarked;
