/**
 * Reads an unknown keyspace and says which shapes its keys have. Stands between {@code inventory}, which opens sources,
 * and {@code gap}; knows no profile yet. Its memory is bounded by limits on distinct names, never by the keys.
 */
@NullMarked
package dev.rethread.infer;

import org.jspecify.annotations.NullMarked;
