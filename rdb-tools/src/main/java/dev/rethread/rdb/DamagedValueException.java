package dev.rethread.rdb;

import dev.rethread.source.Damage;

/**
 * A key-value record whose frame is whole but whose value cannot be decoded. The reader of the record takes the
 * {@link #damage} as data and goes on with the next one.
 */
public final class DamagedValueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Damage damage;

    DamagedValueException(Damage damage) {
        super(damage.toString(), null, false, false);
        this.damage = damage;
    }

    public Damage damage() {
        return damage;
    }
}
