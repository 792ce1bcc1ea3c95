package io.freshet.benchmarks.propagation;

import io.freshet.benchmarks.graph.Traffic;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Edges of recorded likes, in their order: a like is paired, in both directions, with those of the
 * same user before it. Repeated from the start when they are over. Pairing is done before the run;
 * {@code bench graph} measures it.
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
record RecordedEdges(String name, int items, int[] sources, int[] targets) implements EdgeStream {
  /** As the job's own default. */
  private static final int HISTORY = 50;

  /** The first edges of a traffic, at most so many. */
  static RecordedEdges of(Traffic traffic, int limit) {
    Map<Integer, Integer> numbers = new HashMap<>();
    Map<Integer, ArrayDeque<Integer>> histories = new HashMap<>();
    int[] sources = new int[limit];
    int[] targets = new int[limit];
    int size = 0;
    for (int like = 0; like < traffic.size(); like++) {
      int item = numbers.computeIfAbsent(traffic.items()[like], id -> numbers.size());
      ArrayDeque<Integer> history =
          histories.computeIfAbsent(traffic.users()[like], user -> new ArrayDeque<>());
      for (int earlier : history) {
        if (earlier != item && size + 2 <= limit) {
          sources[size] = earlier;
          targets[size++] = item;
          sources[size] = item;
          targets[size++] = earlier;
        }
      }
      history.addLast(item);
      if (history.size() > HISTORY) {
        history.removeFirst();
      }
    }
    return new RecordedEdges(
        traffic.name(), numbers.size(), Arrays.copyOf(sources, size), Arrays.copyOf(targets, size));
  }

  @Override
  public int source(long number) {
    return sources[(int) (number % sources.length)];
  }

  @Override
  public int target(long number) {
    return targets[(int) (number % targets.length)];
  }
}
