/**
 * The live server, as it is read before and during a replay: {@link dev.rethread.target.TargetReader} cannot write,
 * {@link dev.rethread.target.Fences} say whether it may be written to. Whoever writes is in {@code replay}.
 */
@NullMarked
package dev.rethread.target;

import org.jspecify.annotations.NullMarked;
