package io.freshet.benchmarks.retrieval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One index under test. Items are numbered from 0; an item's label is its number modulo 100. One
 * thread writes while another searches.
 */
interface Contender extends AutoCloseable {
  /** Number of labels. */
  int LABELS = 100;

  /** What searches of a graph may be told to try: candidates that are kept. */
  List<Integer> GRAPH_EFFORTS = List.of(10, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384);

  /** What it is called in reports. */
  String name();

  /** Whether it is a library's index, not ours. */
  boolean isPeer();

  /** Holds the vector of the item, in place of an earlier one. */
  void upsert(int item, float[] vector) throws IOException;

  /** Makes what was written visible to searches; called once a second and after bulk writes. */
  default void refresh() throws IOException {}

  /** How hard searches may try, from little to much; a single one where it finds out by itself. */
  List<Integer> efforts();

  /** Searches try so hard from now on. */
  void setEffort(int effort);

  /**
   * The nearest items whose labels are below the bound, nearest first.
   *
   * @param labelsBelow 100 for all
   */
  int[] search(float[] query, int limit, int labelsBelow) throws IOException;

  /** Whether {@link #search} can be bounded by labels. */
  default boolean filters() {
    return true;
  }

  /** Bytes that it holds outside the heap, on disk or in native memory; 0 where all is on it. */
  default long bytesOffHeap() throws IOException {
    return 0;
  }

  /** Writes it to the directory; false when it cannot. */
  default boolean save(Path directory) throws IOException {
    return false;
  }

  /** Reads what {@link #save} wrote, into a new index that is thrown away; tells its size. */
  default int load(Path directory) throws IOException {
    throw new UnsupportedOperationException("Cannot load: nothing was saved");
  }

  @Override
  void close() throws IOException;
}
