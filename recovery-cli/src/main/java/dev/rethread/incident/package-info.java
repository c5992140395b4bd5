/**
 * The folder of one incident: its manifest {@code incident.yaml}, its lock, its plans. Names the surviving sources and
 * the live server; opens none of them. Also the words in which any command fails: {@link OperatorException} and
 * {@link ExitCode}.
 */
@NullMarked
package dev.rethread.incident;

import org.jspecify.annotations.NullMarked;
