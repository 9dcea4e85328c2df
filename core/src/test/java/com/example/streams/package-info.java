/** An application with DStreams that knows nothing of Curfew. */
@NullMarked
package com.example.streams;

import org.jspecify.annotations.NullMarked;
