/** What clients of a Connect server do. They know nothing of Curfew. */
@NullMarked
package io.github.curfew.compatibility.connect;

import org.jspecify.annotations.NullMarked;
