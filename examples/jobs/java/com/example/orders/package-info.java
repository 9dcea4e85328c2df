/** One small streaming job, as anyone would write it. */
@NullMarked
package com.example.orders;

import org.jspecify.annotations.NullMarked;
