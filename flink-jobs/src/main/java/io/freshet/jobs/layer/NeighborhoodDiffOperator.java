package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.record.RoundFragment.Count;
import io.freshet.jobs.record.SubscriptionChange;
import io.freshet.jobs.state.CachedKey;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Neighborhoods to subscription changes and, beside them, scales; keyed by item. The plumbing of
 * {@link NeighborhoodNode}.
 */
final class NeighborhoodDiffOperator extends RoundOperator<SubscriptionChange>
    implements OneInputStreamOperator<NeighborhoodUpdate, SubscriptionChange> {
  private static final long serialVersionUID = 1;

  /** New scales, for the item's own aggregates. */
  static final OutputTag<AggregateChange> SCALES =
      new OutputTag<>("scales", TypeInformation.of(AggregateChange.class));

  private static final String PENDING = "pending-neighborhoods";

  // -- configuration
  private final Duration tombstoneRetention;

  // -- runtime
  private transient @Nullable NeighborhoodNode node;

  NeighborhoodDiffOperator(LayerSettings settings) {
    super(settings.batch(), settings.cacheEntries());
    this.tombstoneRetention = settings.tombstoneRetention();
  }

  @Override
  public void open() throws Exception {
    States states = states();
    node =
        new NeighborhoodNode(
            states.value("told-neighborhood", SubscribedNeighborhood.class),
            new PendingNeighborhoods(
                states.removedVersion(tombstoneRetention),
                states.map(PENDING, Types.LONG, TypeInformation.of(NeighborhoodUpdate.class))));
    super.open();
  }

  @Override
  public void processElement(StreamRecord<NeighborhoodUpdate> element) throws Exception {
    node().hold(element.getValue());
    waitsFor(element.getValue().round());
    trim();
  }

  @Override
  List<String> pendingStates() {
    return List.of(PENDING);
  }

  @Override
  List<Long> pendingRounds() throws Exception {
    return node().pendingRounds();
  }

  @Override
  void closeKeys(List<CachedKey> keys, long round) throws Exception {
    long changed = 0;
    for (CachedKey key : keys) {
      at(key);
      List<NeighborhoodDiff> diffs = node().close(round);
      diffs.forEach(this::emit);
      changed += diffs.size();
    }
    count(round, Count.NEIGHBORHOODS, 0, changed);
  }

  private void emit(NeighborhoodDiff diff) {
    diff.subscriptions().forEach(change -> output.collect(new StreamRecord<>(change)));
    diff.scales().forEach(change -> output.collect(SCALES, new StreamRecord<>(change)));
  }

  private NeighborhoodNode node() {
    return requireNonNull(node, "node is null");
  }
}
