package io.github.curfew.servers.elasticmq;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.Limits;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.actor.queue.QueueEvent;
import org.elasticmq.persistence.sql.SqlQueuePersistenceActor;
import org.elasticmq.rest.sqs.TheSQSRestServerBuilder;
import org.elasticmq.server.config.ElasticMQServerConfig;
import org.elasticmq.util.NowProvider;
import scala.Option;
import scala.util.Either;

/**
 * Runs ElasticMQ so that it opens its port when it has its queues and messages again. Its own program opens the port
 * first: whoever comes in between finds no queue where there is one, makes it, and what is restored fails of that.
 */
public final class ElasticMqMain {
    private static final Duration RESTORED_WITHIN = Duration.ofSeconds(50);

    private ElasticMqMain() {}

    /**
     * Runs it until it is killed, with the settings of the file that the system property {@code config.file} names.
     *
     * @param args none
     * @throws Exception if the port is taken, or what it has stored cannot be read
     */
    public static void main(String[] args) throws Exception {
        ElasticMQServerConfig config = new ElasticMQServerConfig(ConfigFactory.load());
        ActorSystem system = ActorSystem.create("elasticmq");
        try {
            serve(config, system);
        } catch (Exception e) {
            system.terminate();
            throw e;
        }
        System.out.println("ElasticMQ is ready");
    }

    private static void serve(ElasticMQServerConfig config, ActorSystem system) throws Exception {
        Limits limits = (Limits) config.restSqs().sqsLimits();
        ActorRef store = system.actorOf(
                Props.create(SqlQueuePersistenceActor.class, config.sqlQueuePersistenceConfig(), config.baseQueues()));
        ActorRef queues = system.actorOf(Props.create(
                QueueManagerActor.class, new NowProvider(), config.restSqs().sqsLimits(), Option.apply(store)));
        Object restored = Patterns.ask(store, new QueueEvent.Restore(queues), RESTORED_WITHIN)
                .toCompletableFuture()
                .get();
        if (restored instanceof Either<?, ?> outcome && outcome.isLeft()) {
            throw new IllegalStateException("cannot restore what is stored: " + outcome);
        }
        new TheSQSRestServerBuilder(
                        Option.apply(system),
                        Option.apply(queues),
                        config.restSqs().bindHostname(),
                        config.restSqs().bindPort(),
                        config.nodeAddress(),
                        config.generateNodeAddress(),
                        limits,
                        config.awsRegion(),
                        config.awsAccountId(),
                        Option.apply(store),
                        config.autoCreateQueues())
                .start()
                .waitUntilStarted();
    }
}
