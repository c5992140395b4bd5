/**
 * Surviving artefacts as the tools meet them: opened read-only, recognised by content, hashed. Knows formats by their
 * first bytes only; {@code rdb}, {@code aof} and {@code document} read them.
 */
@NullMarked
package dev.rethread.source;

import org.jspecify.annotations.NullMarked;
