package io.freshet.server.retrieval.index;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Inverted file of flat vectors (IVF-flat [1]), updated in place: an approximate index for vectors
 * that never stop changing.
 *
 * <p>Idea: vectors lie in posting lists by nearest centroid; a search scores the centroids and
 * scans the rows of the nearest lists only. A write finds the nearest centroid and overwrites,
 * appends or moves one row: no graph to repair, nothing to consolidate later. Lists follow the data
 * by themselves ({@link IvfLists}), and so does the number of lists that a search probes for the
 * wanted recall ({@link ProbeTuner}). Up to {@link IndexConfig#scanRows} rows of wanted types,
 * languages and markets a search scans all of these, which is exact and no slower.
 *
 * <p>Invariant: per id the newest version only, as {@link VectorIndex} says; a page never repeats
 * an item, and is full while enough accepted items are held ({@link IvfSearch}).
 *
 * <p>Cost for n vectors of d dimensions: a write about {@code 4 d sqrt(n)} multiplications, outside
 * any lock; a search the same plus {@code d} per row of the probed lists. Memory: the vectors,
 * about an eighth for growth, and about 100 bytes a row.
 *
 * <p>Bound: searches take no lock (see {@link PostingList}); writers exclude one another but for
 * the search of the nearest centroid. Recall is a target, not a promise: it holds on average over
 * queries like those sampled.
 *
 * <p>[1] Jégou, Douze and Schmid, "Product quantization for nearest neighbor search", PAMI 2011,
 * without the quantization.
 */
public final class IvfIndex implements VectorIndex {
  private final int dimensions;
  private final StoreLimits limits;
  private final IndexConfig config;
  private final Map<String, IvfRow> byId = new ConcurrentHashMap<>();
  private final RowBits bits;
  private final BitCounts counts = new BitCounts();
  private final Tombstones tombstones;
  private final IvfLists lists;
  private final ProbeTuner tuner;
  private final UnaryOperator<float[]> asQuery;

  /** Held here because the catalogue does not hold it. */
  private final Consumer<String> relabel = this::relabel;

  /**
   * An empty index.
   *
   * @param dimensions length of every vector, at least 1
   * @param clock tells how old a tombstone is
   * @param catalog tells types, languages and markets of items
   * @param asQuery what somebody near a vector would ask: measured with until searches come; may
   *     not change its argument
   */
  public IvfIndex(
      int dimensions,
      IndexConfig config,
      StoreLimits limits,
      InstantSource clock,
      Catalog catalog,
      UnaryOperator<float[]> asQuery) {
    if (dimensions < 1) {
      throw new IllegalArgumentException(
          "Cannot make an index: dimensions must be at least 1 (%d)".formatted(dimensions));
    }
    this.dimensions = dimensions;
    this.config = requireNonNull(config, "config is null");
    this.limits = requireNonNull(limits, "limits is null");
    this.tombstones = new Tombstones(limits, clock);
    this.lists = new IvfLists(dimensions);
    this.bits = new RowBits(catalog);
    this.asQuery = requireNonNull(asQuery, "asQuery is null");
    this.tuner = new ProbeTuner(config.targetRecall(), config.firstPlan());
    catalog.watch(relabel);
  }

  @Override
  public WriteOutcome upsert(String id, String type, float[] vector, long version) {
    requireNonNull(id, "id is null");
    requireNonNull(type, "type is null");
    Vectors.check(id, vector, dimensions);
    // Most of a write's time goes here; other writers go on meanwhile.
    PostingList home = lists.home(vector);
    return write(id, type, vector, version, home);
  }

  private synchronized WriteOutcome write(
      String id, String type, float[] vector, long version, PostingList foundHome) {
    // Asked under the lock, so that a change of the catalogue is seen here or by relabel.
    IvfRow row = new IvfRow(id, type, bits.of(id, type), version);
    IvfRow held = byId.get(row.id());
    if (outranked(row.id(), held, row.version())) {
      return WriteOutcome.STALE;
    }
    if (held == null && byId.size() >= limits.keys()) {
      throw new StoreFullException(row.id(), limits.keys());
    }
    PostingList home = foundHome.isRetired() ? lists.home(vector) : foundHome;
    place(row, vector, home, held);
    counts.add(row.bits());
    if (held != null) {
      counts.remove(held.bits());
    }
    tombstones.remove(row.id());
    int rows = byId.size();
    if (config.probes().isEmpty() && rows > config.scanRows() / 2 && !lists.isFilling()) {
      tuner.written(row, () -> asQuery.apply(vector), lists.table(), rows);
    }
    lists.written(home, rows);
    return WriteOutcome.UPDATED;
  }

  private void place(IvfRow row, float[] vector, PostingList home, @Nullable IvfRow held) {
    if (held != null && held.list() == home) {
      home.replace(held, row, vector);
      byId.put(row.id(), row);
      return;
    }
    home.add(row, vector, 0);
    byId.put(row.id(), row);
    if (held != null) {
      remove(held);
    }
  }

  @Override
  public synchronized WriteOutcome delete(String id, long version) {
    IvfRow held = byId.get(id);
    if (outranked(id, held, version)) {
      return WriteOutcome.STALE;
    }
    tombstones.add(id, version);
    if (held != null) {
      byId.remove(id);
      counts.remove(held.bits());
      remove(held);
    }
    return WriteOutcome.UPDATED;
  }

  /** Takes over what the catalogue says of the item now. */
  private synchronized void relabel(String id) {
    IvfRow held = byId.get(id);
    if (held == null) {
      return;
    }
    long now = bits.of(id, held.type());
    if (now != held.bits()) {
      IvfRow row = new IvfRow(id, held.type(), now, held.version());
      held.list().relabel(held, row);
      byId.put(id, row);
      counts.add(now);
      counts.remove(held.bits());
    }
  }

  private void remove(IvfRow held) {
    PostingList list = held.list();
    list.remove(held.slot());
    lists.written(list, byId.size());
  }

  @Override
  public List<Candidate> search(float[] query, int limit, CandidateFilter filter) {
    Vectors.check("the query", query, dimensions);
    tuner.offer(query);
    WantedBits wanted = bits.wanted(filter);
    boolean scansAll =
        counts.atMost(wanted, size()) <= config.scanRows() || config.targetRecall() == 1;
    return search(query, limit, filter, wanted, scansAll ? null : tuner.plan());
  }

  @Override
  public List<Candidate> searchExactly(float[] query, int limit, CandidateFilter filter) {
    Vectors.check("the query", query, dimensions);
    return search(query, limit, filter, bits.wanted(filter), null);
  }

  private List<Candidate> search(
      float[] query,
      int limit,
      CandidateFilter filter,
      WantedBits wanted,
      @Nullable ProbePlan plan) {
    return new IvfSearch(lists.table(), size(), query, limit, filter, wanted)
        .run(plan, config.targetRecall(), lists::table)
        .bestFirst();
  }

  @Override
  public Optional<Candidate> candidate(String id, float[] query, CandidateFilter filter) {
    IvfRow row = byId.get(id);
    return row == null || !filter.accepts(id, row.type())
        ? Optional.empty()
        : vector(id).map(it -> new Candidate(id, row.type(), Vectors.dot(it, 0, query)));
  }

  @Override
  public Optional<float[]> vector(String id) {
    IvfRow row = byId.get(id);
    while (row != null) {
      Optional<float[]> vector = row.list().read(row);
      if (vector.isPresent()) {
        return vector;
      }
      row = byId.get(id); // moved, rewritten or deleted since
    }
    return Optional.empty();
  }

  @Override
  public Optional<IndexLayout> layout() {
    ListTable table = lists.table();
    if (table.size() == 1) {
      return Optional.empty();
    }
    float[][] centroids = new float[table.size()][];
    Arrays.setAll(centroids, table::centroid);
    ProbePlan plan = tuner.plan();
    return Optional.of(new IndexLayout(size(), centroids, plan.forTen(), plan.forHundred()));
  }

  @Override
  public synchronized void layOut(IndexLayout layout) {
    if (layout.dimensions() != dimensions || !byId.isEmpty()) {
      return;
    }
    lists.layOut(layout);
    if (config.probes().isEmpty()) {
      tuner.start(layout.plan());
    }
  }

  @Override
  public int size() {
    return byId.size();
  }

  @Override
  public int dimensions() {
    return dimensions;
  }

  private boolean outranked(String id, @Nullable IvfRow held, long version) {
    return held == null ? tombstones.outrank(id, version) : version < held.version();
  }
}
