package io.freshet.jobs.layer;

import io.freshet.jobs.state.PartsCodec;
import io.freshet.jobs.state.StateInput;
import io.freshet.jobs.state.StateOutput;

/**
 * A {@link PendingSource} as bytes. Format 1: count of embeddings, each round and vector; count of
 * weights, each relation type, target, weight, version, round and oldest event; what is withheld
 * and until when.
 */
final class PendingSourceCodec implements PartsCodec<PendingSource> {
  private static final int FORMAT = 1;

  private final Messages messages;
  private final StateOutput out = new StateOutput();
  private final StateInput in = new StateInput();

  PendingSourceCodec(Messages messages) {
    this.messages = messages;
  }

  @Override
  public byte[] encode(PendingSource pending) {
    out.begin(FORMAT).count(pending.embeddings().size());
    for (PendingSource.Embedding embedding : pending.embeddings()) {
      out.number64(embedding.round()).vector(embedding.vector());
    }
    out.count(pending.weights().size());
    Names types = new Names();
    for (PendingWeight weight : pending.weights()) {
      types.write(weight.message().relationType, out);
      out.text(weight.message().target)
          .real32(weight.weight())
          .number64(weight.version())
          .number64(weight.round())
          .number64(weight.oldestEventAt());
    }
    return out.vector(pending.withheld()).number64(pending.deadline()).bytes();
  }

  @Override
  public PendingSource decode(byte[] bytes) {
    int unused = in.begin(bytes, FORMAT, "what waits at a source");
    PendingSource pending = new PendingSource();
    for (int rest = in.count(); rest > 0; rest--) {
      pending.add(new PendingSource.Embedding(in.number64(), in.floats()));
    }
    Names types = new Names();
    for (int rest = in.count(); rest > 0; rest--) {
      String type = types.read(in);
      pending.add(
          new PendingWeight(
              messages.named(in.text(), type),
              in.real32(),
              in.number64(),
              in.number64(),
              in.number64()));
    }
    pending.withhold(in.floats(), in.number64());
    return pending;
  }

  @Override
  public int weight(PendingSource pending) {
    return 1 + pending.weights().size();
  }

  @Override
  public void forgotten(PendingSource pending) {
    pending.weights().forEach(weight -> messages.release(weight.message()));
  }

  @Override
  public PendingSource empty() {
    return new PendingSource();
  }

  @Override
  public void addAll(PendingSource pending, PendingSource later) {
    pending.addAll(later);
  }

  @Override
  public boolean isEmpty(PendingSource pending) {
    return pending.isEmpty();
  }
}
