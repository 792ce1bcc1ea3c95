package io.freshet.benchmarks.retrieval;

import io.freshet.server.retrieval.index.Candidate;
import io.freshet.server.retrieval.index.CandidateFilter;
import io.freshet.server.retrieval.index.Catalog;
import io.freshet.server.retrieval.index.Facet;
import io.freshet.server.retrieval.index.IndexConfig;
import io.freshet.server.retrieval.index.IndexKind;
import io.freshet.server.retrieval.index.StoreLimits;
import io.freshet.server.retrieval.index.VectorIndex;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;

/**
 * Ours, as the retrieval server has them: IVF-flat that measures its probes, and the exact scan.
 */
final class FreshetContender implements Contender {
  static final String IVF = "freshet";
  static final String EXACT = "exact";

  private static final String[] TYPES = new String[LABELS];

  static {
    for (int label = 0; label < LABELS; label++) {
      TYPES[label] = Integer.toString(label);
    }
  }

  private final IndexKind kind;
  private final VectorIndex index;
  private final String[] ids;
  private final StoredVectors stored;
  private long version;

  private FreshetContender(IndexKind kind, int dimensions, int size) {
    this.kind = kind;
    this.index = index(kind, dimensions);
    this.ids = new String[size];
    this.stored = new StoredVectors(dimensions);
    for (int item = 0; item < size; item++) {
      ids[item] = Integer.toString(item);
    }
  }

  static FreshetContender ivf(int dimensions, int size) {
    return new FreshetContender(IndexKind.IVF, dimensions, size);
  }

  static FreshetContender exact(int dimensions, int size) {
    return new FreshetContender(IndexKind.EXACT, dimensions, size);
  }

  private static VectorIndex index(IndexKind kind, int dimensions) {
    IndexConfig defaults = IndexConfig.defaults();
    InstantSource clock = InstantSource.system();
    StoreLimits limits = StoreLimits.defaults();
    return new IndexConfig(kind, defaults.targetRecall(), OptionalInt.empty(), defaults.scanRows())
        .create(dimensions, limits, clock, new Catalog(limits, clock));
  }

  @Override
  public String name() {
    return kind == IndexKind.IVF ? IVF : EXACT;
  }

  @Override
  public boolean isPeer() {
    return false;
  }

  @Override
  public void upsert(int item, float[] vector) {
    version++;
    var unused = index.upsert(ids[item], TYPES[item % LABELS], vector, version);
  }

  @Override
  public List<Integer> efforts() {
    return List.of(0);
  }

  @Override
  public void setEffort(int effort) {}

  @Override
  public int[] search(float[] query, int limit, int labelsBelow) {
    CandidateFilter filter =
        labelsBelow >= LABELS ? CandidateFilter.ALL : new LabelFilter(labelsBelow);
    List<Candidate> found = index.search(query, limit, filter);
    int[] items = new int[found.size()];
    for (int i = 0; i < items.length; i++) {
      items[i] = Integer.parseInt(found.get(i).id());
    }
    return items;
  }

  /** As a snapshot. The exact scan's tells what a start would take if no list had to be found. */
  @Override
  public boolean save(Path directory) {
    stored.save(index, ids, directory);
    return true;
  }

  @Override
  public int load(Path directory) {
    VectorIndex loaded = index(kind, index.dimensions());
    stored.load(directory, loaded);
    return loaded.size();
  }

  @Override
  public void close() {}

  /** Labels are item types, which the index knows row by row. */
  private record LabelFilter(int labelsBelow) implements CandidateFilter {
    @Override
    public boolean accepts(String id, String type) {
      return Integer.parseInt(type) < labelsBelow;
    }

    @Override
    public boolean mayAccept(Facet facet, String value) {
      return facet != Facet.TYPE || Integer.parseInt(value) < labelsBelow;
    }
  }
}
