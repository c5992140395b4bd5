/**
 * The commands, one class each: parse, call, print. {@link dev.rethread.command.Launcher} is the way in; everything a
 * command may touch of the process it runs in is its {@link dev.rethread.command.Console}.
 */
@NullMarked
package dev.rethread.command;

import org.jspecify.annotations.NullMarked;
