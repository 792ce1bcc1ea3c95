package io.freshet.jobs.layer;

import io.freshet.jobs.inference.LayerInput;
import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.OldestEvent;
import io.freshet.jobs.record.Patience;
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
import org.jspecify.annotations.Nullable;

/**
 * One item of a layer: the rule of the gather stage. Keeps the item's embedding of the layer below
 * and its aggregates; has it embedded when either moved by more than gamma since it was last
 * embedded. An item without an embedding below keeps its aggregates and waits.
 */
final class GatherNode implements EmbeddingNode {
  private final ValueState<LayerEmbedding> self;
  private final MapState<String, Aggregate> aggregates;
  private final MapState<Long, LayerEmbedding> pendingSelves;
  private final MapState<Tuple2<Long, String>, AggregateChange> pendingChanges;
  private final MapState<Long, Boolean> overdue;
  private final LastGood lastGood;
  private final Drift drift;
  private final Patience patience;
  private final int dimensions;

  /**
   * A node over its state.
   *
   * @param self embedding of the layer below
   * @param aggregates relation type to aggregate
   * @param pendingSelves round to embedding of the layer below
   * @param pendingChanges (round, relation type) to the sum of the changes that arrived
   * @param overdue deadline by which an item whose inputs moved too little is embedded; at most one
   * @param drift how far inputs moved since the item was embedded
   * @param patience how long an item whose inputs moved less than gamma is held back
   * @param dimensions components of one layer's embedding
   */
  GatherNode(
      ValueState<LayerEmbedding> self,
      MapState<String, Aggregate> aggregates,
      MapState<Long, LayerEmbedding> pendingSelves,
      MapState<Tuple2<Long, String>, AggregateChange> pendingChanges,
      MapState<Long, Boolean> overdue,
      LastGood lastGood,
      Drift drift,
      Patience patience,
      int dimensions) {
    this.self = self;
    this.aggregates = aggregates;
    this.pendingSelves = pendingSelves;
    this.pendingChanges = pendingChanges;
    this.overdue = overdue;
    this.lastGood = lastGood;
    this.drift = drift;
    this.patience = patience;
    this.dimensions = dimensions;
  }

  void hold(LayerEmbedding embedding) throws Exception {
    @Nullable LayerEmbedding held = pendingSelves.get(embedding.round());
    pendingSelves.put(
        embedding.round(), held == null ? embedding : withOldest(embedding, held.oldestEventAt()));
  }

  void hold(AggregateChange change) throws Exception {
    Tuple2<Long, String> slot = Tuple2.of(change.round(), change.relationType());
    @Nullable AggregateChange held = pendingChanges.get(slot);
    pendingChanges.put(slot, held == null ? change : Combined.sum(held, change));
  }

  @Override
  public List<Long> pendingRounds() throws Exception {
    List<Long> rounds = new ArrayList<>();
    pendingSelves.keys().forEach(rounds::add);
    pendingChanges.keys().forEach(slot -> rounds.add(slot.f0));
    overdue.keys().forEach(rounds::add);
    return rounds;
  }

  @Override
  public @Nullable LayerEmbedding settle(Affected affected, float[] answer, long round)
      throws Exception {
    drift.embedded(affected.input());
    return lastGood.replace(affected, answer, round);
  }

  @Override
  public @Nullable LayerEmbedding spoil(Affected affected, long round) throws Exception {
    return lastGood.spoil(affected, round);
  }

  @Override
  public @Nullable Affected close(
      String item, long round, Consumer<LayerEmbedding> out, LongConsumer waits) throws Exception {
    @Nullable LayerEmbedding arrived = takeSelf(round);
    long oldest = takeChanges(round);
    if (arrived != null) {
      oldest = Math.min(oldest, arrived.oldestEventAt());
      if (arrived.removed()) {
        self.clear();
        overdue.clear();
        drift.clear();
        @Nullable LayerEmbedding removal = lastGood.remove(item, round, oldest);
        if (removal != null) {
          out.accept(removal);
        }
        return null;
      }
      self.update(arrived);
    }
    @Nullable LayerEmbedding below = arrived == null ? self.value() : arrived;
    return below == null ? null : affected(below, oldest, round, waits);
  }

  private @Nullable Affected affected(
      LayerEmbedding below, long oldest, long round, LongConsumer waits) throws Exception {
    Map<String, float[]> inputs = new HashMap<>();
    int degree = 0;
    for (Map.Entry<String, Aggregate> aggregate : aggregates.entries()) {
      if (aggregate.getValue().edges() > 0) {
        inputs.put(aggregate.getKey(), aggregate.getValue().mean());
        degree += aggregate.getValue().edges();
      }
    }
    LayerInput input =
        new LayerInput(below.type(), Vectors.last(below.vector(), dimensions), inputs);
    @Nullable LayerEmbedding held = lastGood.held();
    boolean isSameKind =
        held != null && held.condition() == below.condition() && held.type().equals(below.type());
    if (isSameKind && isHeldBack(below.item(), input, round, waits)) {
      return null;
    }
    overdue.clear();
    return new Affected(below.item(), input, below.vector(), degree, below.condition(), oldest);
  }

  private boolean isHeldBack(String item, LayerInput input, long round, LongConsumer waits)
      throws Exception {
    double moved = drift.squaredDistance(input);
    if (moved == 0) {
      overdue.clear();
    }
    @Nullable Long deadline = deadline();
    if (!drift.isWithinBound(moved, round) || (deadline != null && deadline <= round)) {
      return false;
    }
    if (moved > 0 && deadline == null) {
      long until = patience.deadline(item, round);
      overdue.put(until, true);
      waits.accept(until);
    }
    return true;
  }

  private @Nullable Long deadline() throws Exception {
    for (Long deadline : overdue.keys()) {
      return deadline;
    }
    return null;
  }

  private @Nullable LayerEmbedding takeSelf(long round) throws Exception {
    TreeMap<Long, LayerEmbedding> due = new TreeMap<>();
    for (Map.Entry<Long, LayerEmbedding> waiting : pendingSelves.entries()) {
      if (waiting.getKey() <= round) {
        due.put(waiting.getKey(), waiting.getValue());
      }
    }
    long oldest = OldestEvent.NONE;
    for (Map.Entry<Long, LayerEmbedding> waiting : due.entrySet()) {
      pendingSelves.remove(waiting.getKey());
      oldest = Math.min(oldest, waiting.getValue().oldestEventAt());
    }
    return due.isEmpty() ? null : withOldest(due.lastEntry().getValue(), oldest);
  }

  private long takeChanges(long round) throws Exception {
    List<AggregateChange> due = new ArrayList<>();
    for (Map.Entry<Tuple2<Long, String>, AggregateChange> waiting : pendingChanges.entries()) {
      if (waiting.getKey().f0 <= round) {
        due.add(waiting.getValue());
      }
    }
    due.sort((first, second) -> Long.compare(first.round(), second.round()));
    long oldest = OldestEvent.NONE;
    for (AggregateChange change : due) {
      pendingChanges.remove(Tuple2.of(change.round(), change.relationType()));
      oldest = Math.min(oldest, change.oldestEventAt());
      @Nullable Aggregate after = Aggregate.after(aggregates.get(change.relationType()), change);
      if (after == null) {
        aggregates.remove(change.relationType());
      } else {
        aggregates.put(change.relationType(), after);
      }
    }
    return oldest;
  }

  private static LayerEmbedding withOldest(LayerEmbedding embedding, long oldest) {
    return oldest >= embedding.oldestEventAt()
        ? embedding
        : new LayerEmbedding(
            embedding.item(),
            embedding.type(),
            embedding.vector(),
            embedding.degree(),
            embedding.condition(),
            embedding.round(),
            oldest);
  }
}
