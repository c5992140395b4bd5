/**
 * The words of a recovery: an {@link dev.rethread.item.Item} (a post, an account, a reaction) with its
 * {@link dev.rethread.item.Outcome}, the {@link dev.rethread.item.Effect}s that would bring it back, and
 * {@link dev.rethread.item.Template}s, bytes whose references to ids are not resolved yet. Pure values.
 */
@NullMarked
package dev.rethread.item;

import org.jspecify.annotations.NullMarked;
