/**
 * Surviving artefacts as the tools meet them: opened read-only, unpacked, recognised by content, hashed. Knows formats by
 * their first bytes only; {@code rdb}, {@code aof} and {@code document} read them.
 *
 * <pre>
 * SourcePath ──► SourceFile: Stored ──Codec──► Unpacked (on the Shelf): Held or Spool
 * a.tgz!x/d.rdb      │  is it an Archive? the member is a Stretch ──Codec──► ...
 *                SourceFolder: what lies in a directory or an archive
 * </pre>
 */
@NullMarked
package dev.rethread.source;

import org.jspecify.annotations.NullMarked;
