package io.freshet.server.retrieval.index;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Brute force: every search scores every row. The ground truth for other indexes, and fast enough
 * for some hundred thousand items (one search reads {@code size * dimensions} floats in order).
 *
 * <p>Rows lie in {@link RowChunk}s, each a flat array with its own lock. A reader holds the lock of
 * one chunk at a time, so a writer waits for the scan of one chunk at most, however many searches
 * run. An item keeps its row until deleted; freed rows are used again, so memory follows the
 * largest size ever held. Writers exclude one another.
 */
public final class ExactIndex implements VectorIndex {
  /** Tries before a search lives with an item that moved under it and answers one fewer. */
  private static final int SCANS = 3;

  private final int dimensions;
  private final StoreLimits limits;
  private final Map<String, IndexRow> byId = new ConcurrentHashMap<>();
  private final List<RowChunk> chunks = new CopyOnWriteArrayList<>();
  private final ArrayDeque<Integer> freeSlots = new ArrayDeque<>();
  private final Tombstones tombstones;
  private int usedSlots;

  /**
   * An empty index.
   *
   * @param dimensions length of every vector, at least 1
   * @param clock tells how old a tombstone is
   */
  public ExactIndex(int dimensions, StoreLimits limits, InstantSource clock) {
    if (dimensions < 1) {
      throw new IllegalArgumentException(
          "Cannot make an index: dimensions must be at least 1 (%d)".formatted(dimensions));
    }
    this.dimensions = dimensions;
    this.limits = limits;
    this.tombstones = new Tombstones(limits, clock);
  }

  @Override
  public synchronized WriteOutcome upsert(String id, String type, float[] vector, long version) {
    requireNonNull(id, "id is null");
    requireNonNull(type, "type is null");
    Vectors.check(id, vector, dimensions);
    IndexRow held = byId.get(id);
    if (outranked(id, held, version)) {
      return WriteOutcome.STALE;
    }
    IndexRow row = new IndexRow(id, type, version, held == null ? freeSlot(id) : held.slot());
    chunkOf(row).write(row, vector);
    byId.put(id, row);
    tombstones.remove(id);
    return WriteOutcome.UPDATED;
  }

  @Override
  public synchronized WriteOutcome delete(String id, long version) {
    IndexRow held = byId.get(id);
    if (outranked(id, held, version)) {
      return WriteOutcome.STALE;
    }
    tombstones.add(id, version);
    if (held != null) {
      byId.remove(id);
      chunkOf(held).clear(held);
      freeSlots.push(held.slot());
    }
    return WriteOutcome.UPDATED;
  }

  @Override
  public List<Candidate> search(float[] query, int limit, CandidateFilter filter) {
    Vectors.check("the query", query, dimensions);
    List<Candidate> found = scan(query, limit, filter);
    // An item deleted and put back during the scan may have been met in both its rows.
    for (int scans = 1; scans < SCANS && repeats(found); scans++) {
      found = scan(query, limit, filter);
    }
    return withoutRepeats(found);
  }

  @Override
  public List<Candidate> searchExactly(float[] query, int limit, CandidateFilter filter) {
    return search(query, limit, filter);
  }

  @Override
  public Optional<Candidate> candidate(String id, float[] query, CandidateFilter filter) {
    IndexRow row = byId.get(id);
    return row == null || !filter.accepts(id, row.type())
        ? Optional.empty()
        : vector(id).map(it -> new Candidate(id, row.type(), Vectors.dot(it, 0, query)));
  }

  @Override
  public Optional<float[]> vector(String id) {
    IndexRow row = byId.get(id);
    while (row != null) {
      Optional<float[]> vector = chunkOf(row).read(row);
      if (vector.isPresent()) {
        return vector;
      }
      row = byId.get(id); // rewritten or deleted since
    }
    return Optional.empty();
  }

  @Override
  public int size() {
    return byId.size();
  }

  @Override
  public int dimensions() {
    return dimensions;
  }

  private boolean outranked(String id, @Nullable IndexRow held, long version) {
    return held == null ? tombstones.outrank(id, version) : version < held.version();
  }

  private int freeSlot(String id) {
    if (byId.size() >= limits.keys()) {
      throw new StoreFullException(id, limits.keys());
    }
    Integer free = freeSlots.poll();
    if (free != null) {
      return free;
    }
    if (usedSlots == chunks.size() * RowChunk.ROWS) {
      chunks.add(new RowChunk(dimensions));
    }
    return usedSlots++;
  }

  private RowChunk chunkOf(IndexRow row) {
    return chunks.get(row.slot() / RowChunk.ROWS);
  }

  private List<Candidate> scan(float[] query, int limit, CandidateFilter filter) {
    TopCandidates top = new TopCandidates(limit);
    for (RowChunk chunk : chunks) {
      chunk.scan(query, filter, top);
    }
    return top.bestFirst();
  }

  private static boolean repeats(List<Candidate> candidates) {
    return withoutRepeats(candidates).size() < candidates.size();
  }

  private static List<Candidate> withoutRepeats(List<Candidate> candidates) {
    Set<String> seen = new HashSet<>();
    return candidates.stream().filter(candidate -> seen.add(candidate.id())).toList();
  }
}
