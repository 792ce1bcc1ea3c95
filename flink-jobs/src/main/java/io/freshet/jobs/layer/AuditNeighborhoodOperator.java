package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.AuditAnswer;
import io.freshet.jobs.record.AuditQuestion;
import io.freshet.jobs.record.NeighborShare;
import io.freshet.jobs.record.NeighborhoodUpdate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * One step of an audit, keyed by item: answers what the neighborhood of the item is and asks on,
 * for the item itself and its neighbors. Remembers the newest neighborhood as it was read.
 */
final class AuditNeighborhoodOperator
    extends AuditLookupOperator<NeighborhoodUpdate, NeighborhoodUpdate, AuditQuestion> {
  private static final long serialVersionUID = 1;
  private static final String PENDING = "pending-neighborhoods";

  /** Neighborhoods, for the roots. */
  static final OutputTag<AuditAnswer> ANSWERS =
      new OutputTag<>("answers", TypeInformation.of(AuditAnswer.class));

  // -- configuration
  private final LayerSettings settings;

  // -- runtime
  private transient @Nullable ValueState<NeighborhoodUpdate> held;
  private transient @Nullable PendingNeighborhoods pending;

  AuditNeighborhoodOperator(LayerSettings settings) {
    super(settings);
    this.settings = settings;
  }

  @Override
  public void open() throws Exception {
    States states = states();
    held = states.value("neighborhood", NeighborhoodUpdate.class);
    pending =
        new PendingNeighborhoods(
            states.removedVersion(settings.tombstoneRetention()),
            states.map(PENDING, Types.LONG, TypeInformation.of(NeighborhoodUpdate.class)));
    super.open();
  }

  @Override
  String pendingState() {
    return PENDING;
  }

  @Override
  List<Long> keptRounds() throws Exception {
    return pending().rounds();
  }

  @Override
  long keep(NeighborhoodUpdate neighborhood) throws Exception {
    pending().hold(neighborhood);
    return neighborhood.round();
  }

  @Override
  @Nullable NeighborhoodUpdate asOf(long round) throws Exception {
    ValueState<NeighborhoodUpdate> state = requireNonNull(held, "held is null");
    @Nullable NeighborhoodUpdate before = state.value();
    List<NeighborhoodUpdate> taken =
        pending().take(round, before == null ? null : before.version());
    if (taken.isEmpty()) {
      return before;
    }
    NeighborhoodUpdate newest = taken.get(taken.size() - 1);
    if (newest.removed()) {
      state.clear();
      return null;
    }
    state.update(newest);
    return newest;
  }

  @Override
  void answer(AuditQuestion question, @Nullable NeighborhoodUpdate neighborhood) {
    List<NeighborShare> neighbors = neighborhood == null ? List.of() : neighborhood.neighbors();
    output.collect(
        ANSWERS, new StreamRecord<>(AuditAnswer.neighborhood(question, List.copyOf(neighbors))));
    Set<String> next = new LinkedHashSet<>(List.of(question.item()));
    neighbors.forEach(neighbor -> next.add(neighbor.source()));
    next.forEach(
        item ->
            output.collect(
                new StreamRecord<>(new AuditQuestion(item, question.root(), question.round()))));
  }

  private PendingNeighborhoods pending() {
    return requireNonNull(pending, "pending is null");
  }
}
