package io.freshet.benchmarks.retrieval;

import com.spotify.voyager.jni.Index;
import com.spotify.voyager.jni.Index.SpaceType;
import com.spotify.voyager.jni.Index.StorageDataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Voyager, a native HNSW: a known id is updated in place. It has no filters. */
final class VoyagerContender implements Contender {
  static final String NAME = "voyager";

  private static final long CONNECTIONS = 16;
  private static final long BEAM = 100;
  private static final long SEED = 1;
  private static final String FILE = "voyager.index";

  private final int dimensions;
  private final Index index;
  private final long bytesBefore = ResidentMemory.bytes();
  private volatile int effort = GRAPH_EFFORTS.get(0);

  VoyagerContender(int dimensions, int size) {
    this.dimensions = dimensions;
    index =
        new Index(
            SpaceType.InnerProduct,
            dimensions,
            CONNECTIONS,
            BEAM,
            SEED,
            size,
            StorageDataType.Float32);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isPeer() {
    return true;
  }

  @Override
  public void upsert(int item, float[] vector) {
    index.addItem(vector, item);
  }

  @Override
  public List<Integer> efforts() {
    return GRAPH_EFFORTS;
  }

  @Override
  public void setEffort(int effort) {
    this.effort = effort;
  }

  @Override
  public int[] search(float[] query, int limit, int labelsBelow) {
    long[] found = index.query(query, limit, Math.max(limit, effort)).getLabels();
    int[] items = new int[found.length];
    for (int i = 0; i < items.length; i++) {
      items[i] = (int) found[i];
    }
    return items;
  }

  @Override
  public boolean filters() {
    return false;
  }

  /** What the process grew by; whatever else grew meanwhile is in it. */
  @Override
  public long bytesOffHeap() {
    return Math.max(0, ResidentMemory.bytes() - bytesBefore);
  }

  @Override
  public boolean save(Path directory) throws IOException {
    Files.createDirectories(directory);
    index.saveIndex(directory.resolve(FILE).toString());
    return true;
  }

  @Override
  public int load(Path directory) throws IOException {
    try (Index loaded =
        Index.load(
            directory.resolve(FILE).toString(),
            SpaceType.InnerProduct,
            dimensions,
            StorageDataType.Float32)) {
      return (int) loaded.getNumElements();
    }
  }

  @Override
  public void close() throws IOException {
    index.close();
  }
}
