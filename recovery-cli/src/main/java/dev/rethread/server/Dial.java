package dev.rethread.server;

import dev.rethread.live.LiveAddress;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** Opens connections. For this package and {@code replay}: nobody else may know Jedis. */
public final class Dial {
    private Dial() {}

    /**
     * One connection, which is not renewed when it breaks; the caller closes it.
     *
     * @throws dev.rethread.incident.OperatorException if there is none to be had
     */
    public static Jedis open(LiveAddress address) {
        char[] password = password(address.password());
        try {
            DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                    .connectionTimeoutMillis((int) address.connectTimeout().toMillis())
                    .socketTimeoutMillis((int) address.readTimeout().toMillis())
                    .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
            if (address.password() != null) {
                config.credentials(new DefaultRedisCredentials(address.user(), password));
            }
            return connected(new Jedis(new HostAndPort(address.host(), address.port()), config.build()));
        } catch (JedisException e) {
            throw ServerFailure.of(address, e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** A server lets a client without a password in, and refuses its first command. */
    private static Jedis connected(Jedis jedis) {
        try {
            jedis.select(0);
            return jedis;
        } catch (JedisException e) {
            jedis.close();
            throw e;
        }
    }

    private static char[] password(@Nullable Supplier<char[]> password) {
        return password == null ? new char[0] : password.get();
    }
}
