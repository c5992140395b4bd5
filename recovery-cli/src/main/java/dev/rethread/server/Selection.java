package dev.rethread.server;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;

/** Which database a connection works in. Not thread-safe. */
public final class Selection {
    private static final int UNKNOWN = -1;

    private final Jedis jedis;
    private final List<Response<String>> asked = new ArrayList<>();
    private int database;

    /** @param jedis as {@link Dial} opened it */
    public Selection(Jedis jedis) {
        this.jedis = jedis;
    }

    public void select(int wanted) {
        if (wanted != database) {
            database = UNKNOWN;
            jedis.select(wanted);
            database = wanted;
        }
    }

    /** What follows in the pipeline is meant for this database; {@link #confirm} tells whether it went there. */
    public void select(Pipeline pipeline, int wanted) {
        if (wanted != database) {
            asked.add(pipeline.select(wanted));
            database = wanted;
        }
    }

    /**
     * To be called when the pipeline has been answered. A busy server refuses to select, and may be free again for what
     * comes behind it.
     *
     * @throws JedisException if a selection was refused: what followed went to another database
     */
    public void confirm() {
        List<Response<String>> answers = List.copyOf(asked);
        asked.clear();
        try {
            answers.forEach(Response::get);
        } catch (JedisException e) {
            database = UNKNOWN;
            throw e;
        }
    }
}
