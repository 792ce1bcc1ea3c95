package io.freshet.jobs.edge;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/** A neighbor that may be among the top K. Mutable; owned by its {@link Candidates}. */
final class Candidate {
  /** Heaviest first, equal weights by id, so that equal inputs give equal neighborhoods. */
  static final Comparator<Candidate> HEAVIEST_FIRST = Candidate::heaviestFirst;

  final String itemId;

  /** Weight relative to the landmark of the candidates. */
  double stored;

  /** Share in the last published neighborhood, 0 where it was not in it. */
  float publishedShare;

  Candidate(String itemId, double stored, float publishedShare) {
    this.itemId = requireNonNull(itemId, "itemId is null");
    this.stored = stored;
    this.publishedShare = publishedShare;
  }

  private static int heaviestFirst(Candidate left, Candidate right) {
    int byWeight = Double.compare(right.stored, left.stored);
    return byWeight != 0 ? byWeight : left.itemId.compareTo(right.itemId);
  }
}
