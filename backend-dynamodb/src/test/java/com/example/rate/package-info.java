@NullMarked
package com.example.rate;

import org.jspecify.annotations.NullMarked;
