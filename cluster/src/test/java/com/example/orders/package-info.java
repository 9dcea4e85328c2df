/** An application of somebody else's. */
@NullMarked
package com.example.orders;

import org.jspecify.annotations.NullMarked;
