/**
 * Values in, characters out: tables that degrade in a pipe, JSON with a schema version, progress on stderr. Knows no
 * forum, no server and no file.
 */
@NullMarked
package dev.rethread.report;

import org.jspecify.annotations.NullMarked;
