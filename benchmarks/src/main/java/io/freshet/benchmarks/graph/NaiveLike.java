package io.freshet.benchmarks.graph;

/**
 * One event of a user's history in the plain job.
 *
 * @param itemId what
 * @param strength how much it says
 * @param atMillis when
 */
public record NaiveLike(String itemId, double strength, long atMillis) {}
