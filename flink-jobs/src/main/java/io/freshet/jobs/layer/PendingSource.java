package io.freshet.jobs.layer;

import io.freshet.jobs.record.Vectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits at a source for its round: embeddings of the layer below, weights of subscriptions,
 * and the embedding that moved too little to be sent, which waits for its deadline. Mutable, owned
 * by the state of its key.
 */
final class PendingSource {
  /** Says that the source has no embedding any more. */
  static final float[] REMOVED = new float[0];

  /** There is no deadline. */
  static final long NEVER = Long.MAX_VALUE;

  private long noted = NEVER;

  /**
   * An embedding that waits.
   *
   * @param vector of one layer; {@link #REMOVED} when the source is gone
   */
  @SuppressWarnings("ArrayRecordComponent") // never changed after construction, never compared
  record Embedding(long round, float[] vector) {}

  private final List<Embedding> embeddings = new ArrayList<>(2);
  private final List<PendingWeight> weights = new ArrayList<>();
  private float[] withheld = REMOVED;
  private long deadline = NEVER;

  /** Of one round the embedding that came last counts. */
  void add(Embedding embedding) {
    embeddings.removeIf(held -> held.round() == embedding.round());
    embeddings.add(embedding);
  }

  void add(PendingWeight weight) {
    weights.add(weight);
  }

  /** Adds all that came later. */
  void addAll(PendingSource later) {
    later.embeddings.forEach(this::add);
    weights.addAll(later.weights);
    if (later.deadline != NEVER) {
      withhold(later.withheld, later.deadline);
    }
  }

  void withhold(float[] vector, long until) {
    withheld = vector;
    deadline = until;
  }

  void withholdNothing() {
    withhold(REMOVED, NEVER);
  }

  float[] withheld() {
    return withheld;
  }

  /** Round by which what is withheld is sent; {@link #NEVER} when nothing is. */
  long deadline() {
    return deadline;
  }

  List<Embedding> embeddings() {
    return embeddings;
  }

  List<PendingWeight> weights() {
    return weights;
  }

  /** Notes a round; false when it is the one noted last. */
  boolean note(long round) {
    boolean isNew = noted != round;
    noted = round;
    return isNew;
  }

  boolean isEmpty() {
    return embeddings.isEmpty() && weights.isEmpty() && deadline == NEVER;
  }

  /** Rounds that something waits for. */
  List<Long> rounds() {
    List<Long> rounds = new ArrayList<>();
    embeddings.forEach(embedding -> rounds.add(embedding.round()));
    weights.forEach(weight -> rounds.add(weight.round()));
    if (deadline != NEVER) {
      rounds.add(deadline);
    }
    return rounds;
  }

  /** Takes out the embeddings of rounds up to this one; yields that of the last round, or null. */
  float @Nullable [] takeNewest(long round) {
    @Nullable Embedding newest = null;
    for (Iterator<Embedding> each = embeddings.iterator(); each.hasNext(); ) {
      Embedding embedding = each.next();
      if (embedding.round() <= round) {
        newest = newest == null || embedding.round() > newest.round() ? embedding : newest;
        each.remove();
      }
    }
    return newest == null ? null : newest.vector();
  }

  /**
   * Takes out the weights of rounds up to this one; yields one for each subscriber, whose message
   * knows its place.
   */
  List<PendingWeight> takeWeights(long round) {
    List<PendingWeight> due = new ArrayList<>(weights.size());
    weights.removeIf(weight -> weight.round() <= round && due.add(weight));
    due.sort(Comparator.comparingLong(PendingWeight::round));
    List<PendingWeight> changes = new ArrayList<>(due.size());
    for (PendingWeight weight : due) {
      Message message = weight.message();
      if (message.isChanging()) {
        changes.set(message.change(), changes.get(message.change()).replacedBy(weight));
        message.references--;
      } else {
        message.changing(changes.size());
        changes.add(weight);
      }
    }
    return changes;
  }

  /** The part of an embedding that a layer sends. */
  static Embedding embedding(long round, boolean isRemoved, float[] vector, int dimensions) {
    return new Embedding(round, isRemoved ? REMOVED : Vectors.last(vector, dimensions));
  }
}
