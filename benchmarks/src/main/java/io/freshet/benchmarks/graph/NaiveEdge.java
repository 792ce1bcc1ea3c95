package io.freshet.benchmarks.graph;

/**
 * One increment of the plain job.
 *
 * @param itemId the item whose neighbor it is
 * @param neighborId the neighbor
 * @param weight added weight
 * @param atMillis its time
 */
public record NaiveEdge(String itemId, String neighborId, double weight, long atMillis) {}
