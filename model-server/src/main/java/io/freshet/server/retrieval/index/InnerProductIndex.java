package io.freshet.server.retrieval.index;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Makes an index that places vectors by direction fit for vectors of many lengths, searched by
 * inner product.
 *
 * <p>Idea [1]: vectors get one coordinate more, the root of what their square lacks to that of the
 * longest, and queries a zero there. Then all vectors are equally long, so the one of the highest
 * inner product is the one of the nearest direction, and inner products are what they were. Vectors
 * longer than expected get a zero too: they may lie in a list that is probed late, but score as
 * they should. Cost: one float per row.
 *
 * <p>[1] Bachrach et al., Speeding up the Xbox recommender system using a Euclidean transformation
 * for inner-product spaces, RecSys 2014.
 */
public final class InnerProductIndex implements VectorIndex {
  private final VectorIndex rows;
  private final int dimensions;
  private final double longest;

  /** Makes the index that holds the rows. */
  public interface Rows {
    /**
     * An empty index.
     *
     * @param dimensions length of every row
     * @param asQuery what somebody near a row would ask
     */
    VectorIndex create(int dimensions, UnaryOperator<float[]> asQuery);
  }

  /**
   * An empty index.
   *
   * @param dimensions length of every vector, at least 1
   * @param longest norm that few vectors exceed, above 0
   * @param asQuery what somebody near a vector would ask; may not change its argument
   * @param rows makes the index that holds the rows
   */
  public InnerProductIndex(
      int dimensions, double longest, UnaryOperator<float[]> asQuery, Rows rows) {
    if (!(longest > 0)) {
      throw new IllegalArgumentException(
          "Cannot make an index: the longest norm must be above 0 (%s)".formatted(longest));
    }
    requireNonNull(asQuery, "asQuery is null");
    this.rows =
        requireNonNull(
            rows.create(
                dimensions + 1,
                row -> Arrays.copyOf(asQuery.apply(Arrays.copyOf(row, dimensions)), row.length)),
            "rows is null");
    this.dimensions = dimensions;
    this.longest = longest;
  }

  @Override
  public WriteOutcome upsert(String id, String type, float[] vector, long version) {
    requireNonNull(id, "id is null");
    Vectors.check(id, vector, dimensions);
    float[] row = Arrays.copyOf(vector, dimensions + 1);
    double norm = Vectors.norm(vector);
    row[dimensions] = (float) Math.sqrt(Math.max(0, longest * longest - norm * norm));
    return rows.upsert(id, type, row, version);
  }

  @Override
  public WriteOutcome delete(String id, long version) {
    return rows.delete(id, version);
  }

  @Override
  public List<Candidate> search(float[] query, int limit, CandidateFilter filter) {
    return rows.search(row(query), limit, filter);
  }

  @Override
  public List<Candidate> searchExactly(float[] query, int limit, CandidateFilter filter) {
    return rows.searchExactly(row(query), limit, filter);
  }

  @Override
  public Optional<Candidate> candidate(String id, float[] query, CandidateFilter filter) {
    return rows.candidate(id, row(query), filter);
  }

  @Override
  public Optional<float[]> vector(String id) {
    return rows.vector(id).map(row -> Arrays.copyOf(row, dimensions));
  }

  @Override
  public Optional<IndexLayout> layout() {
    return rows.layout();
  }

  @Override
  public void layOut(IndexLayout layout) {
    rows.layOut(layout);
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public int dimensions() {
    return dimensions;
  }

  private float[] row(float[] query) {
    Vectors.check("the query", query, dimensions);
    return Arrays.copyOf(query, dimensions + 1);
  }
}
