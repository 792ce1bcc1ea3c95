package io.freshet.jobs.layer;

import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.OldestEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What waits at an item of a layer for its round: its embeddings of the layer below, changes of its
 * aggregates, added up, and the deadline by which it is embedded though its inputs moved too
 * little. Mutable, owned by the state of its key.
 */
final class PendingTarget {
  /** There is no deadline. */
  static final long NEVER = Long.MAX_VALUE;

  private long noted = NEVER;

  private final List<LayerEmbedding> selves = new ArrayList<>(2);
  private final List<PendingChange> changes = new ArrayList<>(2);

  /** Round by which the item is embedded; {@link #NEVER} when it does not have to be. */
  long deadline = NEVER;

  /** Of one round the embedding that came last counts, with the oldest event of all. */
  void add(LayerEmbedding embedding) {
    for (int place = 0; place < selves.size(); place++) {
      LayerEmbedding held = selves.get(place);
      if (held.round() == embedding.round()) {
        selves.set(place, withOldest(embedding, held.oldestEventAt()));
        return;
      }
    }
    selves.add(embedding);
  }

  void add(AggregateChange change) {
    for (PendingChange held : changes) {
      if (held.isOfOneRoundAndTypeWith(change)) {
        held.add(change);
        return;
      }
    }
    changes.add(new PendingChange(change));
  }

  List<LayerEmbedding> selves() {
    return selves;
  }

  List<PendingChange> changes() {
    return changes;
  }

  /** Notes a round; false when it is the one noted last. */
  boolean note(long round) {
    boolean isNew = noted != round;
    noted = round;
    return isNew;
  }

  boolean isEmpty() {
    return selves.isEmpty() && changes.isEmpty() && deadline == NEVER;
  }

  /** Whether anything waits for rounds up to this one. */
  boolean isDue(long round) {
    boolean isDue = deadline <= round;
    for (int place = 0; place < selves.size(); place++) {
      isDue |= selves.get(place).round() <= round;
    }
    for (int place = 0; place < changes.size(); place++) {
      isDue |= changes.get(place).round() <= round;
    }
    return isDue;
  }

  /** Rounds that something waits for. */
  List<Long> rounds() {
    List<Long> rounds = new ArrayList<>();
    selves.forEach(embedding -> rounds.add(embedding.round()));
    changes.forEach(change -> rounds.add(change.round()));
    if (deadline != NEVER) {
      rounds.add(deadline);
    }
    return rounds;
  }

  /** Takes out the embeddings of rounds up to this one; yields that of the last round, or null. */
  @Nullable LayerEmbedding takeSelf(long round) {
    @Nullable LayerEmbedding newest = null;
    long oldest = OldestEvent.NONE;
    for (Iterator<LayerEmbedding> each = selves.iterator(); each.hasNext(); ) {
      LayerEmbedding embedding = each.next();
      if (embedding.round() <= round) {
        newest = newest == null || embedding.round() > newest.round() ? embedding : newest;
        oldest = Math.min(oldest, embedding.oldestEventAt());
        each.remove();
      }
    }
    return newest == null ? null : withOldest(newest, oldest);
  }

  /** Takes out the changes of rounds up to this one, in their order. */
  void takeChanges(long round, Consumer<AggregateChange> use) {
    changes.sort(Comparator.comparingLong(PendingChange::round));
    while (!changes.isEmpty() && changes.get(0).round() <= round) {
      use.accept(changes.remove(0).change());
    }
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
