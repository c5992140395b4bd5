/**
 * The live server, as it is read before and during a replay: {@link dev.rethread.server.TargetReader} cannot write,
 * {@link dev.rethread.server.Fences} say whether it may be written to. Whoever writes is in {@code replay}.
 */
@NullMarked
package dev.rethread.server;

import org.jspecify.annotations.NullMarked;
