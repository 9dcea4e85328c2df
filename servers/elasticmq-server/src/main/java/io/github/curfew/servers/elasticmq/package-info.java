/** ElasticMQ, as a program of its own. */
@NullMarked
package io.github.curfew.servers.elasticmq;

import org.jspecify.annotations.NullMarked;
