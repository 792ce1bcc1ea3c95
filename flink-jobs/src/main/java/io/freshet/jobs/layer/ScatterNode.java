package io.freshet.jobs.layer;

import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.OldestEvent;
import io.freshet.jobs.record.Patience;
import io.freshet.jobs.record.SubscriptionChange;
import io.freshet.jobs.record.Vectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.jspecify.annotations.Nullable;

/**
 * One source of a layer: the rule of the scatter stage.
 *
 * <p>Idea: an aggregate is a weighted sum, so a subscriber is told the difference {@code w' h' - w
 * h} between what the source contributes now and what it contributed when it last told. Invariant:
 * after a close, the sum of all differences sent to a subscriber is {@code weight * sent}, and the
 * sum of edge counts is 1 where there is a weight and a sent embedding, else 0. A product of two
 * floats is exact in a double, so a contribution is taken back exactly as it was given; only the
 * additions at the receiver round. Cost: one difference per subscriber when the embedding moved,
 * one per changed subscription when it did not. [1] Ripple, arXiv 2505.12112; [2] D3-GNN, VLDB
 * 2024.
 */
final class ScatterNode {
  private static final float[] REMOVED = new float[0];

  private final ValueState<float[]> sent;
  private final MapState<Tuple2<String, String>, Float> subscribers;
  private final MapState<Long, float[]> pendingVectors;
  private final MapState<Tuple3<Long, String, String>, PendingWeight> pendingWeights;
  private final MapState<Long, float[]> withheld;
  private final int dimensions;
  private final RoundThresholds thresholds;
  private final Patience patience;

  /**
   * A node over its state.
   *
   * @param sent embedding of the layer below as last sent
   * @param subscribers (target, relation type) to weight
   * @param pendingVectors round to embedding; empty means removed
   * @param pendingWeights (round, target, relation type) to weight
   * @param withheld deadline to the embedding that moved too little to be sent; at most one
   * @param dimensions components of one layer's embedding
   * @param thresholds with delta: an embedding is sent again when it moved by more
   * @param patience how long one that moved less is held back
   */
  ScatterNode(
      ValueState<float[]> sent,
      MapState<Tuple2<String, String>, Float> subscribers,
      MapState<Long, float[]> pendingVectors,
      MapState<Tuple3<Long, String, String>, PendingWeight> pendingWeights,
      MapState<Long, float[]> withheld,
      int dimensions,
      RoundThresholds thresholds,
      Patience patience) {
    this.sent = sent;
    this.subscribers = subscribers;
    this.pendingVectors = pendingVectors;
    this.pendingWeights = pendingWeights;
    this.withheld = withheld;
    this.dimensions = dimensions;
    this.thresholds = thresholds;
    this.patience = patience;
  }

  void hold(LayerEmbedding embedding) throws Exception {
    pendingVectors.put(
        embedding.round(),
        embedding.removed() ? REMOVED : Vectors.last(embedding.vector(), dimensions));
  }

  void hold(SubscriptionChange change) throws Exception {
    Tuple3<Long, String, String> edge =
        Tuple3.of(change.round(), change.target(), change.relationType());
    @Nullable PendingWeight held = pendingWeights.get(edge);
    PendingWeight next = PendingWeight.of(change);
    pendingWeights.put(edge, held == null ? next : held.replacedBy(next));
  }

  /** Rounds that something of this key waits for. */
  List<Long> pendingRounds() throws Exception {
    List<Long> rounds = new ArrayList<>();
    pendingVectors.keys().forEach(rounds::add);
    pendingWeights.keys().forEach(edge -> rounds.add(edge.f0));
    withheld.keys().forEach(rounds::add);
    return rounds;
  }

  /**
   * Applies what waits for rounds up to this one.
   *
   * @param source the item
   * @param out takes the differences
   * @param waits told the round at which the source has to be closed again
   */
  void close(String source, long round, Consumer<AggregateChange> out, LongConsumer waits)
      throws Exception {
    float @Nullable [] before = sent.value();
    float @Nullable [] after = takeVector(source, round, before, waits);
    Map<Tuple2<String, String>, PendingWeight> changes = takeWeights(round);
    if (before != after) {
      if (after == null) {
        sent.clear();
      } else {
        sent.update(after);
      }
      for (Map.Entry<Tuple2<String, String>, Float> edge : subscribers.entries()) {
        if (!changes.containsKey(edge.getKey())) {
          emit(
              edge.getKey(),
              edge.getValue(),
              before,
              edge.getValue(),
              after,
              round,
              OldestEvent.NONE,
              out);
        }
      }
    }
    for (Map.Entry<Tuple2<String, String>, PendingWeight> change : changes.entrySet()) {
      @Nullable Float held = subscribers.get(change.getKey());
      float weight = change.getValue().weight();
      if (weight > 0) {
        subscribers.put(change.getKey(), weight);
      } else if (held != null) {
        subscribers.remove(change.getKey());
      }
      emit(
          change.getKey(),
          held == null ? 0 : held,
          before,
          weight,
          after,
          round,
          change.getValue().oldestEventAt(),
          out);
    }
  }

  /** The embedding to be sent from now on: the same object when the held one stays. */
  private float @Nullable [] takeVector(
      String source, long round, float @Nullable [] before, LongConsumer waits) throws Exception {
    @Nullable Long deadline = deadline();
    float @Nullable [] newest = takeNewest(round);
    if (newest == null && deadline != null && deadline <= round) {
      newest = withheld.get(deadline);
    }
    if (newest == null) {
      return before;
    }
    withheld.clear();
    if (newest.length == 0) {
      return null;
    }
    if (before == null || (deadline != null && deadline <= round)) {
      return newest;
    }
    double moved = Vectors.squaredDistance(before, newest);
    double delta = thresholds.at(round).delta();
    if (moved > delta * delta) {
      return newest;
    }
    if (moved > 0) {
      long until = deadline == null ? patience.deadline(source, round) : deadline;
      withheld.put(until, newest);
      waits.accept(until);
    }
    return before;
  }

  private @Nullable Long deadline() throws Exception {
    for (Long deadline : withheld.keys()) {
      return deadline;
    }
    return null;
  }

  private float @Nullable [] takeNewest(long round) throws Exception {
    TreeMap<Long, float[]> due = new TreeMap<>();
    for (Map.Entry<Long, float[]> waiting : pendingVectors.entries()) {
      if (waiting.getKey() <= round) {
        due.put(waiting.getKey(), waiting.getValue());
      }
    }
    for (Long taken : due.keySet()) {
      pendingVectors.remove(taken);
    }
    return due.isEmpty() ? null : due.lastEntry().getValue();
  }

  private Map<Tuple2<String, String>, PendingWeight> takeWeights(long round) throws Exception {
    List<Map.Entry<Tuple3<Long, String, String>, PendingWeight>> due = new ArrayList<>();
    for (Map.Entry<Tuple3<Long, String, String>, PendingWeight> waiting :
        pendingWeights.entries()) {
      if (waiting.getKey().f0 <= round) {
        due.add(Map.entry(waiting.getKey(), waiting.getValue()));
      }
    }
    due.sort((first, second) -> Long.compare(first.getKey().f0, second.getKey().f0));
    Map<Tuple2<String, String>, PendingWeight> changes = new HashMap<>();
    for (Map.Entry<Tuple3<Long, String, String>, PendingWeight> change : due) {
      pendingWeights.remove(change.getKey());
      changes.merge(
          Tuple2.of(change.getKey().f1, change.getKey().f2),
          change.getValue(),
          PendingWeight::replacedBy);
    }
    return changes;
  }

  private void emit(
      Tuple2<String, String> edge,
      float weightBefore,
      float @Nullable [] before,
      float weightAfter,
      float @Nullable [] after,
      long round,
      long oldestEventAt,
      Consumer<AggregateChange> out) {
    boolean contributed = weightBefore > 0 && before != null;
    boolean contributes = weightAfter > 0 && after != null;
    if (!contributed && !contributes) {
      return;
    }
    double[] difference = new double[dimensions];
    for (int index = 0; index < dimensions; index++) {
      double now = after != null ? (double) weightAfter * after[index] : 0;
      double then = before != null ? (double) weightBefore * before[index] : 0;
      difference[index] = now - then;
    }
    int edges = (contributes ? 1 : 0) - (contributed ? 1 : 0);
    out.accept(
        new AggregateChange(
            edge.f0, edge.f1, difference, edges, AggregateChange.SAME_SCALE, round, oldestEventAt));
  }
}
