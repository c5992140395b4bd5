package dev.rethread.rdb;

/** Receives the records of an RDB file in file order, on the thread that reads. */
@FunctionalInterface
public interface RdbVisitor {
    void record(RdbRecord record);
}
