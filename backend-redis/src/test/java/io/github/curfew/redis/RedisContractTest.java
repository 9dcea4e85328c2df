package io.github.curfew.redis;

import io.github.curfew.servers.RedisServer;
import io.github.curfew.testkit.BackendTroubleContract;
import io.github.curfew.testkit.ContractBackend;
import io.github.curfew.testkit.ContractBackend.Outage;
import redis.clients.jedis.HostAndPort;

/** The backend contract on a real server. */
class RedisContractTest extends BackendTroubleContract {
    private final RedisServer server = Redis.shared();

    @Override
    protected ContractBackend backend() {
        return new OnRedis(new HostAndPort("127.0.0.1", server.port()), new Outage() {
            @Override
            public void begin() {
                server.process().kill();
            }

            @Override
            public void end() {
                server.process().start();
            }
        });
    }
}
