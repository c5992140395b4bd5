/**
 * The model test: random small forums, random incidents, a recovery, and an oracle that knows what must have come of it.
 *
 * <p>{@link dev.rethread.model.World} is what a forum is about, free of ids and keys; {@link dev.rethread.model.Rendering}
 * is the forum software, which keeps every index and count, and {@link dev.rethread.model.Reading} its inverse;
 * {@link dev.rethread.model.Life} is what people do; {@link dev.rethread.model.Incident} is what befalls them. The
 * {@link dev.rethread.model.Oracle} merges worlds, not keys, and shares no class with the product's merge.
 */
@NullMarked
package dev.rethread.model;

import org.jspecify.annotations.NullMarked;
