package io.freshet.server.retrieval.ingest;

import io.freshet.server.retrieval.index.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the reading of one topic is. Compares the next offset to read of every partition with end
 * offsets asked of the broker: once all ends asked for at time t are reached, everything written
 * before t has been applied, so the lag is the time since t. A paused reader, a reader that is
 * behind and a broker that does not answer all make it grow. Thread-safe.
 */
final class CatchUp {
  private Instant startedAt;
  private final Map<Integer, Long> positions = new HashMap<>();
  private Map<Integer, Long> ends = Map.of();
  private @Nullable Instant endsAskedAt;
  private @Nullable Instant caughtUpAt;

  CatchUp(Instant startedAt) {
    this.startedAt = startedAt;
  }

  /** Goes on from where an earlier process was. */
  synchronized void resume(Instant appliedUntil, Map<Integer, Long> from) {
    startedAt = appliedUntil;
    positions.putAll(from);
  }

  /**
   * Takes the end offsets of all partitions. Ends not reached yet are kept instead, so that a
   * steady stream of records cannot put off catching up for ever.
   *
   * @param askedAt a time before the broker was asked
   */
  synchronized void endsSeen(Instant askedAt, Map<Integer, Long> endByPartition) {
    if (endsAskedAt == null || !ends.keySet().equals(endByPartition.keySet())) {
      ends = Map.copyOf(endByPartition);
      endsAskedAt = askedAt;
    }
    settle();
  }

  /** Takes the next offset to read of one partition. */
  synchronized void moved(int partition, long position) {
    positions.put(partition, position);
    settle();
  }

  /** Next offset to read of the partition, when it has been read before. */
  synchronized @Nullable Long position(int partition) {
    return positions.get(partition);
  }

  /** Next offset to read, by partition. */
  synchronized Map<Integer, Long> positions() {
    return Map.copyOf(positions);
  }

  /**
   * Everything written before has been applied, except that a topic which has not been caught up
   * with since it was begun may still hold more.
   */
  synchronized Instant appliedUntil() {
    return caughtUpAt == null ? startedAt : caughtUpAt;
  }

  /** Whether the ends seen at the start have been reached; never turns false again. */
  synchronized boolean caughtUp() {
    return caughtUpAt != null;
  }

  synchronized Progress progress(Instant now) {
    long applied = positions.values().stream().mapToLong(Long::longValue).sum();
    Duration lag = Duration.between(appliedUntil(), now);
    return new Progress(applied, lag.isNegative() ? Duration.ZERO : lag);
  }

  private void settle() {
    if (endsAskedAt == null) {
      return;
    }
    for (Map.Entry<Integer, Long> end : ends.entrySet()) {
      if (positions.getOrDefault(end.getKey(), 0L) < end.getValue()) {
        return;
      }
    }
    caughtUpAt = endsAskedAt;
    endsAskedAt = null;
  }
}
