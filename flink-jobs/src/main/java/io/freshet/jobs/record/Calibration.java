package io.freshet.jobs.record;

/**
 * What the audit has learnt.
 *
 * @param factor distance from the exact embedding that few items exceed, in units of what an item's
 *     inputs may move unnoticed
 */
public record Calibration(double factor) {}
