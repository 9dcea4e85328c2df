/**
 * What Curfew's backends on AWS have in common. It is for them alone: nothing here is promised to anybody else, and a
 * backend's bundle carries it under a name of its own.
 */
@NullMarked
package io.github.curfew.aws;

import org.jspecify.annotations.NullMarked;
