package io.freshet.jobs.layer;

import io.freshet.jobs.inference.LayerInput;
import io.freshet.jobs.record.FeatureUpdate;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.LayerEmbedding.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * One item of layer 0: the rule of the encode stage. Only the newest version of a round is encoded,
 * and only when text or type differ from what was encoded last.
 */
final class EncodeNode implements EmbeddingNode {
  private static final float[] NOTHING_BELOW = new float[0];

  private final ValueState<EncodedFeature> encoded;
  private final ValueState<Long> removedVersion;
  private final MapState<Long, FeatureUpdate> pending;
  private final ValueState<LayerEmbedding> lastGood;

  /**
   * A node over its state.
   *
   * @param encoded what was encoded last
   * @param removedVersion version of the removal, while the item is removed
   * @param pending round to newest update
   * @param lastGood last good embedding
   */
  EncodeNode(
      ValueState<EncodedFeature> encoded,
      ValueState<Long> removedVersion,
      MapState<Long, FeatureUpdate> pending,
      ValueState<LayerEmbedding> lastGood) {
    this.encoded = encoded;
    this.removedVersion = removedVersion;
    this.pending = pending;
    this.lastGood = lastGood;
  }

  void hold(FeatureUpdate update) throws Exception {
    @Nullable FeatureUpdate held = pending.get(update.round());
    if (held == null || update.version() >= held.version()) {
      pending.put(update.round(), update);
    }
  }

  @Override
  public List<Long> pendingRounds() throws Exception {
    List<Long> rounds = new ArrayList<>();
    pending.keys().forEach(rounds::add);
    return rounds;
  }

  @Override
  public @Nullable LayerEmbedding settle(Affected affected, float[] answer, long round)
      throws Exception {
    return sent(LastGood.replacement(lastGood.value(), affected, answer, round));
  }

  @Override
  public @Nullable LayerEmbedding spoil(Affected affected, long round) throws Exception {
    return sent(LastGood.stale(lastGood.value(), affected, round));
  }

  private @Nullable LayerEmbedding sent(@Nullable LayerEmbedding next) throws Exception {
    if (next != null) {
      lastGood.update(next);
    }
    return next;
  }

  @Override
  public @Nullable Affected close(
      String item, long round, Consumer<LayerEmbedding> out, LongConsumer waits) throws Exception {
    @Nullable FeatureUpdate newest = take(round);
    if (newest == null || isOld(newest.version())) {
      return null;
    }
    if (newest.removed()) {
      encoded.clear();
      removedVersion.update(newest.version());
      if (lastGood.value() != null) {
        lastGood.clear();
        out.accept(LayerEmbedding.removal(item, round, newest.ingestedAt()));
      }
      return null;
    }
    return replace(newest);
  }

  private @Nullable Affected replace(FeatureUpdate newest) throws Exception {
    @Nullable EncodedFeature before = encoded.value();
    @Nullable LayerEmbedding held = lastGood.value();
    encoded.update(EncodedFeature.of(newest));
    removedVersion.clear();
    boolean isFresh = held != null && held.condition() == Condition.FRESH;
    if (isFresh && before != null && before.hasSameInputs(newest)) {
      return null;
    }
    return new Affected(
        newest.item(),
        new LayerInput(newest.type(), newest.vector(), Map.of()),
        NOTHING_BELOW,
        0,
        Condition.FRESH,
        newest.ingestedAt());
  }

  private boolean isOld(long version) throws Exception {
    @Nullable EncodedFeature before = encoded.value();
    @Nullable Long removed = removedVersion.value();
    return (before != null && version < before.version()) || (removed != null && version < removed);
  }

  private @Nullable FeatureUpdate take(long round) throws Exception {
    List<FeatureUpdate> due = new ArrayList<>();
    for (Map.Entry<Long, FeatureUpdate> waiting : pending.entries()) {
      if (waiting.getKey() <= round) {
        due.add(waiting.getValue());
      }
    }
    @Nullable FeatureUpdate newest = null;
    due.sort((first, second) -> Long.compare(first.round(), second.round()));
    for (FeatureUpdate update : due) {
      pending.remove(update.round());
      if (newest == null || update.version() >= newest.version()) {
        newest = update;
      }
    }
    return newest;
  }
}
