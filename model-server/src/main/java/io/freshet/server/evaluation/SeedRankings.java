package io.freshet.server.evaluation;

/**
 * How a contender ranked with one seed. Immutable.
 *
 * @param warm among the warm items
 * @param cold of cold items among all
 */
record SeedRankings(Ranking warm, Ranking cold) {}
