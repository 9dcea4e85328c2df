package io.github.curfew.servers.dynamodb;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;

/** Runs DynamoDB Local on the loopback interface alone, which its own program does not, and without a word to anybody. */
public final class DynamoDbLocalMain {
    private DynamoDbLocalMain() {}

    /**
     * Runs it until it is killed.
     *
     * @param args the port, and the folder in which it keeps its tables
     * @throws Exception if the port is taken, or the folder cannot be used
     */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        // One store for all credentials and regions.
        LocalDynamoDBRequestHandler tables = new LocalDynamoDBRequestHandler(0, false, args[1], true, false);
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new ContextHandler(new LocalDynamoDBServerHandler(tables, "*"), "/"));
        server.start();
        System.out.println("DynamoDB Local is ready");
        server.join();
    }
}
