package dev.rethread.replay;

import dev.rethread.ledger.Ledger;
import dev.rethread.plan.PlanFile;

/**
 * What is to be replayed.
 *
 * @param incident the id of the incident whose folder we are in
 * @param plan the plan's file, whole
 */
public record ReplayOrder(String incident, Ledger ledger, PlanFile.Opened plan) {}
