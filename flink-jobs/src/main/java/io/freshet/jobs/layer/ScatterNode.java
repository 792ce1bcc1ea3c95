package io.freshet.jobs.layer;

import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.Patience;
import io.freshet.jobs.record.SubscriptionChange;
import io.freshet.jobs.record.Vectors;
import io.freshet.jobs.state.PartedState;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * One source of a layer: the rule of the scatter stage.
 *
 * <p>Idea: an aggregate is a weighted sum, so a subscriber is told the difference {@code w' h' - w
 * h} between what the source contributes now and what it contributed when it last told. Invariant:
 * after a close, the sum of all differences told to a subscriber is {@code weight * sent}, and the
 * sum of edge counts is 1 where there is a weight and a sent embedding, else 0. Products are made
 * in doubles, where those of two floats are exact; only additions round. Cost: one difference per
 * subscriber when the embedding moved, one per changed subscription when it did not. [1] Ripple,
 * arXiv 2505.12112; [2] D3-GNN, VLDB 2024.
 */
final class ScatterNode {
  private final ValueState<float[]> sent;
  private final ValueState<Subscribers> subscribers;
  private final PartedState<PendingSource> pendings;
  private final Messages messages;
  private final int dimensions;
  private final RoundThresholds thresholds;
  private final Patience patience;

  /**
   * A node over its state.
   *
   * @param sent embedding of the layer below as last sent
   * @param subscribers who aggregates the source
   * @param pendings what waits for its round
   * @param messages takes the differences
   * @param dimensions components of one layer's embedding
   * @param thresholds with delta: an embedding is sent again when it moved by more
   * @param patience how long one that moved less is held back
   */
  ScatterNode(
      ValueState<float[]> sent,
      ValueState<Subscribers> subscribers,
      PartedState<PendingSource> pendings,
      Messages messages,
      int dimensions,
      RoundThresholds thresholds,
      Patience patience) {
    this.sent = sent;
    this.subscribers = subscribers;
    this.pendings = pendings;
    this.messages = messages;
    this.dimensions = dimensions;
    this.thresholds = thresholds;
    this.patience = patience;
  }

  /** Puts it aside; true when something waits for its round that may not have before. */
  boolean hold(LayerEmbedding embedding) throws Exception {
    PendingSource pending = pendings.part();
    pending.add(
        PendingSource.embedding(
            embedding.round(), embedding.removed(), embedding.vector(), dimensions));
    pendings.changed();
    return pending.note(embedding.round());
  }

  /** Puts it aside; true when something waits for its round that may not have before. */
  boolean hold(SubscriptionChange change) throws Exception {
    PendingSource pending = pendings.part();
    pending.add(
        new PendingWeight(
            messages.named(change.target(), change.relationType()),
            change.weight(),
            change.version(),
            change.round(),
            change.oldestEventAt()));
    pendings.changed();
    return pending.note(change.round());
  }

  /** Rounds that something of this key waits for. */
  List<Long> pendingRounds() throws Exception {
    return pendings.whole().rounds();
  }

  /**
   * Applies what waits for rounds up to this one.
   *
   * @param item the source
   * @param waits told the round at which the source has to be closed again
   */
  void close(String item, long round, LongConsumer waits) throws Exception {
    PendingSource pending = pendings.whole();
    float @Nullable [] before = sent.value();
    float @Nullable [] after = sentFrom(pending, item, round, before, waits);
    List<PendingWeight> changes = pending.takeWeights(round);
    Subscribers told = subscribers();
    if (before != after) {
      tellMove(told, before, after);
      if (after == null) {
        sent.clear();
      } else {
        sent.update(after);
      }
    }
    if (!changes.isEmpty()) {
      tellChanges(told, changes, before, after);
      States.store(subscribers, told, told.size() == 0);
    }
    pendings.changed();
  }

  private Subscribers subscribers() throws Exception {
    @Nullable Subscribers held = subscribers.value();
    return held == null ? new Subscribers() : held;
  }

  /** The embedding to be sent from now on: the same object when the held one stays. */
  private float @Nullable [] sentFrom(
      PendingSource pending,
      String item,
      long round,
      float @Nullable [] before,
      LongConsumer waits) {
    float @Nullable [] newest = pending.takeNewest(round);
    boolean isDue = pending.deadline() <= round;
    if (newest == null && !isDue) {
      return before;
    }
    float[] next = newest == null ? pending.withheld() : newest;
    long deadline = pending.deadline();
    pending.withholdNothing();
    if (next.length == 0) {
      return null;
    }
    if (before == null || isDue) {
      return next;
    }
    double moved = Vectors.squaredDistance(before, next);
    double delta = thresholds.at(round).delta();
    if (moved > delta * delta) {
      return next;
    }
    if (moved > 0) {
      pending.withhold(
          next, deadline == PendingSource.NEVER ? patience.deadline(item, round) : deadline);
      waits.accept(pending.deadline());
    }
    return before;
  }

  /** Tells those whose weight stays. */
  private void tellMove(Subscribers told, float @Nullable [] before, float @Nullable [] after) {
    double[] move = difference(before, after);
    int edges = (after == null ? 0 : 1) - (before == null ? 0 : 1);
    for (int place = 0; place < told.size(); place++) {
      Message message = told.message(place);
      if (!message.isChanging()) {
        messages.add(message, told.weight(place), move, edges);
      }
    }
  }

  private void tellChanges(
      Subscribers told,
      List<PendingWeight> changes,
      float @Nullable [] before,
      float @Nullable [] after) {
    for (PendingWeight change : changes) {
      Message message = change.message();
      float weightBefore = told.weight(message);
      tell(change, weightBefore, before, after);
      message.changed();
      boolean isNamed = change.weight() > 0 && told.put(message, change.weight());
      if (!isNamed) {
        messages.release(message);
      }
      if (change.weight() <= 0 && told.remove(message)) {
        messages.release(message);
      }
    }
  }

  private void tell(
      PendingWeight change,
      float weightBefore,
      float @Nullable [] before,
      float @Nullable [] after) {
    boolean contributed = weightBefore > 0 && before != null;
    boolean contributes = change.weight() > 0 && after != null;
    if (!contributed && !contributes) {
      return;
    }
    double[] difference = new double[dimensions];
    for (int index = 0; index < dimensions; index++) {
      double now = contributes && after != null ? (double) change.weight() * after[index] : 0;
      double then = contributed && before != null ? (double) weightBefore * before[index] : 0;
      difference[index] = now - then;
    }
    messages.add(change.message(), 1, difference, (contributes ? 1 : 0) - (contributed ? 1 : 0));
    messages.oldest(change.message(), change.oldestEventAt());
  }

  private double[] difference(float @Nullable [] before, float @Nullable [] after) {
    double[] difference = new double[dimensions];
    for (int index = 0; index < dimensions; index++) {
      double now = after != null ? after[index] : 0;
      difference[index] = before != null ? now - before[index] : now;
    }
    return difference;
  }
}
