package io.freshet.server.retrieval.status;

import io.freshet.server.retrieval.index.Catalog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A sample of the catalogue that changes little as items come and go: those with the smallest hash
 * of their ids. Cost: one look at every item.
 */
final class ItemSample {
  private record Hashed(long hash, String id) {}

  private static final Comparator<Hashed> SMALLEST_FIRST =
      Comparator.comparingLong(Hashed::hash).thenComparing(Hashed::id);

  private final int size;

  ItemSample(int size) {
    this.size = size;
  }

  /** Ids of the sampled items, in an order that stays. */
  List<String> of(Catalog catalog) {
    PriorityQueue<Hashed> largestFirst = new PriorityQueue<>(SMALLEST_FIRST.reversed());
    catalog.forEach(
        (id, entry) -> {
          Hashed hashed = new Hashed(hash(id), id);
          if (largestFirst.size() < size) {
            largestFirst.add(hashed);
          } else if (SMALLEST_FIRST.compare(hashed, largestFirst.element()) < 0) {
            largestFirst.remove();
            largestFirst.add(hashed);
          }
        });
    List<Hashed> sample = new ArrayList<>(largestFirst);
    sample.sort(SMALLEST_FIRST);
    return sample.stream().map(Hashed::id).toList();
  }

  /** FNV-1a over the characters, then mixed, so that ids that differ in little lie far apart. */
  private static long hash(String id) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    return hash ^ (hash >>> 33);
  }
}
