/**
 * What was lost, what can come back, what cannot: counts over the items of a rebase, per kind, forum and day. Pure; the
 * numbers of every report come from here and add up.
 */
@NullMarked
package dev.rethread.gap;

import org.jspecify.annotations.NullMarked;
