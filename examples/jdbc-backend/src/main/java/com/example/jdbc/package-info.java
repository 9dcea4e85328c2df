/** The backend {@code jdbc}: a table in a database carries signals and reports. */
@NullMarked
package com.example.jdbc;

import org.jspecify.annotations.NullMarked;
