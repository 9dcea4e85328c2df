/**
 * The file backend: signals, reports and markers as files in a directory, on local disk or on any Hadoop file system.
 * Hadoop's classes are touched only where the directory is not local.
 */
@NullMarked
package io.github.curfew.file;

import org.jspecify.annotations.NullMarked;
