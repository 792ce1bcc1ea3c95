package io.freshet.jobs.layer;

import io.freshet.jobs.inference.LayerInput;
import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.OldestEvent;
import io.freshet.jobs.record.Patience;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * One item of a layer: the rule of the gather stage. Keeps the item's embedding of the layer below
 * and its aggregates; has it embedded when both together moved by more than gamma since it was last
 * embedded. An item without an embedding below keeps its aggregates and waits.
 */
final class GatherNode implements EmbeddingNode {
  private final ValueState<Target> targets;
  private final ValueState<PendingTarget> pendings;
  private final RoundThresholds thresholds;
  private final Patience patience;
  private final int dimensions;

  /**
   * A node over its state.
   *
   * @param targets what is remembered as of the round closed last
   * @param pendings what waits for its round
   * @param thresholds with gamma, the distance up to which an embedding is kept; 0 keeps none, and
   *     nothing is remembered of what was embedded
   * @param patience how long an item whose inputs moved less than gamma is held back
   * @param dimensions components of one layer's embedding
   */
  GatherNode(
      ValueState<Target> targets,
      ValueState<PendingTarget> pendings,
      RoundThresholds thresholds,
      Patience patience,
      int dimensions) {
    this.targets = targets;
    this.pendings = pendings;
    this.thresholds = thresholds;
    this.patience = patience;
    this.dimensions = dimensions;
  }

  /** Puts it aside; true when something waits for its round that may not have before. */
  boolean hold(LayerEmbedding embedding) throws Exception {
    PendingTarget pending = pending();
    pending.add(embedding);
    pendings.update(pending);
    return pending.note(embedding.round());
  }

  /** Puts it aside; true when something waits for its round that may not have before. */
  boolean hold(AggregateChange change) throws Exception {
    PendingTarget pending = pending();
    pending.add(change);
    pendings.update(pending);
    return pending.note(change.round());
  }

  @Override
  public List<Long> pendingRounds() throws Exception {
    return pending().rounds();
  }

  @Override
  public @Nullable LayerEmbedding settle(Affected affected, float[] answer, long round)
      throws Exception {
    Target target = target();
    if (thresholds.haveGamma()) {
      target.embedded(affected.input());
      target.forgetEmptyRelations();
    }
    @Nullable LayerEmbedding next = LastGood.replacement(target.lastGood, affected, answer, round);
    target.lastGood = next == null ? target.lastGood : next;
    targets.update(target);
    return next;
  }

  @Override
  public @Nullable LayerEmbedding spoil(Affected affected, long round) throws Exception {
    Target target = target();
    @Nullable LayerEmbedding stale = LastGood.stale(target.lastGood, affected, round);
    if (stale != null) {
      target.lastGood = stale;
      targets.update(target);
    }
    return stale;
  }

  @Override
  public @Nullable Affected close(
      String item, long round, Consumer<LayerEmbedding> out, LongConsumer waits) throws Exception {
    PendingTarget pending = pending();
    if (!pending.isDue(round)) {
      return null;
    }
    Target target = target();
    @Nullable LayerEmbedding arrived = pending.takeSelf(round);
    long oldest = takeChanges(pending, target, round);
    if (arrived != null) {
      oldest = Math.min(oldest, arrived.oldestEventAt());
      target.self = arrived.removed() ? null : arrived;
    }
    @Nullable Affected affected = null;
    if (arrived != null && arrived.removed()) {
      remove(item, target, pending, round, oldest, out);
    } else if (target.self != null) {
      affected = affected(target, target.self, pending, oldest, round, waits);
    }
    target.forgetEmptyRelations();
    States.store(targets, target, target.isEmpty());
    States.store(pendings, pending, pending.isEmpty());
    return affected;
  }

  private PendingTarget pending() throws Exception {
    @Nullable PendingTarget pending = pendings.value();
    return pending == null ? new PendingTarget() : pending;
  }

  private Target target() throws Exception {
    @Nullable Target target = targets.value();
    return target == null ? new Target() : target;
  }

  private static long takeChanges(PendingTarget pending, Target target, long round) {
    long[] oldest = {OldestEvent.NONE};
    pending.takeChanges(
        round,
        change -> {
          oldest[0] = Math.min(oldest[0], change.oldestEventAt());
          target.relation(change.relationType()).apply(change);
        });
    return oldest[0];
  }

  private static void remove(
      String item,
      Target target,
      PendingTarget pending,
      long round,
      long oldest,
      Consumer<LayerEmbedding> out) {
    pending.deadline = PendingTarget.NEVER;
    target.forgetEmbedded();
    if (target.lastGood != null) {
      target.lastGood = null;
      out.accept(LayerEmbedding.removal(item, round, oldest));
    }
  }

  private @Nullable Affected affected(
      Target target,
      LayerEmbedding below,
      PendingTarget pending,
      long oldest,
      long round,
      LongConsumer waits) {
    LayerInput input = target.input(below, dimensions);
    @Nullable LayerEmbedding held = target.lastGood;
    boolean isSameKind =
        held != null && held.condition() == below.condition() && held.type().equals(below.type());
    if (isSameKind && isHeldBack(target, input, below.item(), pending, round, waits)) {
      return null;
    }
    pending.deadline = PendingTarget.NEVER;
    return new Affected(
        below.item(), input, below.vector(), target.degree(), below.condition(), oldest);
  }

  private boolean isHeldBack(
      Target target,
      LayerInput input,
      String item,
      PendingTarget pending,
      long round,
      LongConsumer waits) {
    double gamma = thresholds.at(round).gamma();
    double moved = thresholds.haveGamma() ? target.squaredDrift(input) : Double.POSITIVE_INFINITY;
    if (moved == 0) {
      pending.deadline = PendingTarget.NEVER;
    }
    if (moved > gamma * gamma || pending.deadline <= round) {
      return false;
    }
    if (moved > 0 && pending.deadline == PendingTarget.NEVER) {
      pending.deadline = patience.deadline(item, round);
      waits.accept(pending.deadline);
    }
    return true;
  }
}
