package io.freshet.server.evaluation;

import io.freshet.server.snapshot.Snapshot;

/**
 * A scorer whose item vectors are computed ahead from a snapshot. {@link #score} uses those of the
 * last refresh when the query's snapshot is the object that was last refreshed to, and refreshes to
 * it in full otherwise.
 */
public interface RefreshableScorer extends Scorer {
  /**
   * Brings the item vectors up to a snapshot, as far as the bounds ask for.
   *
   * <p>An item is embedded again when its inputs moved by more than epsilon since it was last
   * embedded: the largest L1 distance of the shares of a neighbor type, or a change of a popularity
   * feature; or when it was seen for the first time. Its vector is sent when it moved by more than
   * delta since it was last sent. Scores use the vectors sent.
   *
   * @return how much was done
   */
  Refresh refresh(Snapshot snapshot, Bounds bounds);

  /**
   * How far inputs and vectors may be off; both 0 is exact.
   *
   * @param epsilon of an item's inputs
   * @param delta of an item's vector
   */
  record Bounds(double epsilon, double delta) {
    /** Nothing may be off. */
    public static final Bounds EXACT = new Bounds(0, 0);

    public Bounds {
      if (!(epsilon >= 0 && delta >= 0)) {
        throw new IllegalArgumentException(
            "Cannot bound errors: epsilon and delta must be 0 or more (%s, %s)"
                .formatted(epsilon, delta));
      }
    }
  }

  /**
   * What a refresh cost.
   *
   * @param items all items
   * @param embedded items that were embedded again
   * @param sent items whose vector was sent
   */
  record Refresh(int items, int embedded, int sent) {}
}
