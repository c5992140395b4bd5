/**
 * The keyspace grammar: which keys are which items, which fields are ids, times, texts or secrets, what is derived, and
 * how documents of secondary stores map to keys. A profile is a YAML file; no forum is known to Java code.
 *
 * <p>Everything else asks here what a key or a field means. A profile is immutable once read.
 */
@NullMarked
package dev.rethread.profile;

import org.jspecify.annotations.NullMarked;
