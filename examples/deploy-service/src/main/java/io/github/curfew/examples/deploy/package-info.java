/** A service that stops streams before a deployment, and has no Spark. */
@NullMarked
package io.github.curfew.examples.deploy;

import org.jspecify.annotations.NullMarked;
