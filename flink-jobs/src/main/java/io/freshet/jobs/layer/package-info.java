/**
 * One layer of the graph neural network as a dataflow without feedback edges.
 *
 * <p>In: {@code FeatureUpdate} (layer 0), {@code NeighborhoodUpdate}, and the {@code
 * LayerEmbedding} of the layer below. Out: {@code LayerEmbedding}, at most one per item and round.
 *
 * <ul>
 *   <li><b>diff</b>, keyed by item: remembers its last neighborhood and yields {@code
 *       SubscriptionChange} for its neighbors and scales for its own aggregates.
 *   <li><b>encode</b>, keyed by item: layer 0. Remembers the text hash and the last good embedding.
 *   <li><b>scatter</b>, keyed by source: remembers the embedding as last sent and the subscribers;
 *       yields {@code AggregateChange}, added up per (item, type) on the subtask. The sums leave
 *       before every checkpoint barrier.
 *   <li><b>gather</b>, keyed by item: remembers the layer below, the aggregates and the last good
 *       embedding.
 *   <li><b>audit</b>, a branch of its own, keyed by item: looks up neighborhoods step by step, then
 *       texts, and computes drawn items anew. Remembers neighborhoods once per layer (for the first
 *       step those of its panel), layer 0, and the panel's embeddings; yields {@code AuditedItem}.
 * </ul>
 *
 * <p>All export how far they are with the backlog: {@code backlog_items_closed} of {@code
 * backlog_items}.
 *
 * <p>Scatter and gather also read the markers of levels of thresholds, and remember the newest
 * hundred changes.
 *
 * <p>What scatter and gather keep of a key are two values in formats of their own: what it is as of
 * the round closed last, and what waits. A savepoint of before that layout is refused: the job is
 * rebuilt from its topics.
 *
 * <p>What belongs to a round that is still open is kept in keyed state per (key, round) and applied
 * when the operator's own watermark reaches the round. What moved by no more than a threshold waits
 * in the same way, for a round that is its deadline; so deviations never add up and a quiet system
 * becomes exact. State per item is bounded by its number of subscribers (scatter) and of relation
 * types (gather) times the number of open rounds, which back pressure holds at two, except that
 * live rounds wait in state while the backlog is being closed; the version of a removed item is
 * kept for {@code tombstone-retention}.
 */
@NullMarked
package io.freshet.jobs.layer;

import org.jspecify.annotations.NullMarked;
