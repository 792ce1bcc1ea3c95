package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.state.StateCodec;
import io.freshet.jobs.state.StateInput;
import io.freshet.jobs.state.StateOutput;

/**
 * A {@link PendingTarget} as bytes. Format 1: deadline; count of embeddings of the layer below, and
 * these; count of changes, each item, relation type, sum, difference of edges, scale, round and
 * oldest event.
 */
final class PendingTargetCodec implements StateCodec<PendingTarget> {
  private static final int FORMAT = 1;

  private final StateOutput out = new StateOutput();
  private final StateInput in = new StateInput();

  @Override
  public byte[] encode(PendingTarget pending) {
    out.begin(FORMAT).number64(pending.deadline).count(pending.selves().size());
    pending.selves().forEach(embedding -> Embeddings.write(embedding, out));
    out.count(pending.changes().size());
    for (PendingChange held : pending.changes()) {
      AggregateChange change = held.change();
      out.text(change.target())
          .text(change.relationType())
          .vector(change.sum())
          .number64(change.edges())
          .real64(change.scale())
          .number64(change.round())
          .number64(change.oldestEventAt());
    }
    return out.bytes();
  }

  @Override
  public PendingTarget decode(byte[] bytes) {
    int unused = in.begin(bytes, FORMAT, "what waits at an item of a layer");
    PendingTarget pending = new PendingTarget();
    pending.deadline = in.number64();
    for (int rest = in.count(); rest > 0; rest--) {
      pending.add(requireNonNull(Embeddings.read(in), "embedding is null"));
    }
    for (int rest = in.count(); rest > 0; rest--) {
      pending.add(
          new AggregateChange(
              in.text(),
              in.text(),
              in.doubles(),
              (int) in.number64(),
              in.real64(),
              in.number64(),
              in.number64()));
    }
    return pending;
  }

  @Override
  public int weight(PendingTarget pending) {
    return 1 + pending.selves().size() + pending.changes().size();
  }
}
