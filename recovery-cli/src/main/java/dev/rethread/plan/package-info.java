/**
 * What a replay will write, in order, as steps of one key each, and the file that shows them to a reviewer. Pure but
 * for writing and reading that file.
 *
 * <p>A plan file is a rendering of what is staged: the same staging, target and header give the same bytes. A replay
 * renders again what it is about to do and goes on only if that is, byte for byte, the file that was reviewed. So no
 * value has to be read back from it, and people's texts stand in it as digests only.
 */
@NullMarked
package dev.rethread.plan;

import org.jspecify.annotations.NullMarked;
