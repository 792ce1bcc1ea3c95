package io.freshet.jobs.embedding;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the writers of a sink got, cut at checkpoints: as a transactional sink would show it. A
 * restore takes back what came after its checkpoint; so what the job then loses is missing, and
 * what it repeats is there twice.
 */
final class Segments {
  /** Stands for the checkpoint after the last one. */
  static final long END = Long.MAX_VALUE;

  private final NavigableMap<Long, List<Object>> byCheckpoint = new TreeMap<>();

  /** A writer got these before the checkpoint. */
  synchronized void seal(long checkpoint, List<Object> elements) {
    byCheckpoint.computeIfAbsent(checkpoint, absent -> new ArrayList<>()).addAll(elements);
  }

  /** A writer goes on from the checkpoint. */
  synchronized void rewind(long checkpoint) {
    byCheckpoint.tailMap(checkpoint, false).clear();
  }

  /** In order of arrival at each writer. */
  synchronized List<Object> all() {
    return byCheckpoint.values().stream().flatMap(List::stream).toList();
  }
}
