/** An application that knows nothing of Curfew: nothing in this package may name one of its classes. */
@NullMarked
package com.example.orders;

import org.jspecify.annotations.NullMarked;
