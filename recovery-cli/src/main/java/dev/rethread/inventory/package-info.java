/**
 * The surviving sources of an incident, opened: what each is, whether it is whole, how old its content is
 * ({@link dev.rethread.inventory.Survey}), and all of them together as what a rebase takes
 * ({@link dev.rethread.inventory.IncidentSources}).
 *
 * <p>Every source is opened read-only, and hashed where it counts that it stays as it is; live is read as a replica reads it. Nothing here can write.
 */
@NullMarked
package dev.rethread.inventory;

import org.jspecify.annotations.NullMarked;
