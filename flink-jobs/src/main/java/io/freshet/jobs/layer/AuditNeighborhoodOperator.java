package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.AuditAnswer;
import io.freshet.jobs.record.AuditQuestion;
import io.freshet.jobs.record.NeighborShare;
import io.freshet.jobs.record.PackedNeighborhood;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * One step of an audit, keyed by item: answers what the neighborhood of the item is and asks on,
 * for the item itself and its neighbors. Remembers the newest neighborhood as it was read, packed:
 * every change of every item comes here, and few are ever asked about.
 */
final class AuditNeighborhoodOperator
    extends AuditLookupOperator<PackedNeighborhood, PackedNeighborhood, AuditQuestion> {
  private static final long serialVersionUID = 1;
  private static final String PENDING = "pending-packed-neighborhoods";

  /** Neighborhoods, for the roots. */
  static final OutputTag<AuditAnswer> ANSWERS =
      new OutputTag<>("answers", TypeInformation.of(AuditAnswer.class));

  // -- configuration
  private final LayerSettings settings;

  // -- runtime
  private transient @Nullable PackedNeighborhoods neighborhoods;

  AuditNeighborhoodOperator(LayerSettings settings) {
    super(settings);
    this.settings = settings;
  }

  @Override
  public void open() throws Exception {
    States states = states();
    neighborhoods =
        new PackedNeighborhoods(
            states.value("packed-neighborhood", PackedNeighborhood.class),
            states.removedVersion(settings.tombstoneRetention()),
            states.map(PENDING, Types.LONG, TypeInformation.of(PackedNeighborhood.class)));
    super.open();
  }

  @Override
  String pendingState() {
    return PENDING;
  }

  @Override
  List<Long> keptRounds() throws Exception {
    return neighborhoods().rounds();
  }

  @Override
  long keep(PackedNeighborhood neighborhood) throws Exception {
    neighborhoods().hold(neighborhood);
    return neighborhood.round();
  }

  @Override
  @Nullable PackedNeighborhood asOf(long round) throws Exception {
    return neighborhoods().close(round);
  }

  @Override
  void answer(AuditQuestion question, @Nullable PackedNeighborhood neighborhood) {
    List<NeighborShare> neighbors = neighborhood == null ? List.of() : neighborhood.unpacked();
    output.collect(ANSWERS, new StreamRecord<>(AuditAnswer.neighborhood(question, neighbors)));
    Set<String> next = new LinkedHashSet<>(List.of(question.item()));
    neighbors.forEach(neighbor -> next.add(neighbor.source()));
    next.forEach(
        item ->
            output.collect(
                new StreamRecord<>(new AuditQuestion(item, question.root(), question.round()))));
  }

  private PackedNeighborhoods neighborhoods() {
    return requireNonNull(neighborhoods, "neighborhoods is null");
  }
}
