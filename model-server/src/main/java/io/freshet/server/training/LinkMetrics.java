package io.freshet.server.training;

/**
 * How well embeddings find the held-out neighbors of items by cosine. Known neighbors and the item
 * itself are left out of the ranking; ties count half.
 *
 * @param auc how often the held-out neighbor scores above another item of its type
 * @param hitRateAt10 share of held-out neighbors among the first 10 of all items
 * @param meanReciprocalRank mean of 1 / rank among all items
 */
public record LinkMetrics(double auc, double hitRateAt10, double meanReciprocalRank) {}
