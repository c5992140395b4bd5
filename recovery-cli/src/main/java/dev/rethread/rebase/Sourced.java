package dev.rethread.rebase;

import dev.rethread.item.Provenance;
import dev.rethread.keyspace.Bytes;

/** A value and where it was found. */
record Sourced(Bytes value, Provenance from) {}
