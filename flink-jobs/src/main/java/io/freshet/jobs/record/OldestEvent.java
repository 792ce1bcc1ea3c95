package io.freshet.jobs.record;

/**
 * Ingest time of the oldest event behind a change, epoch milliseconds. The time of a merged change
 * is the smaller of the two, so "no event" is the largest number.
 */
public final class OldestEvent {
  /** No event of the item itself is behind the change. */
  public static final long NONE = Long.MAX_VALUE;

  private OldestEvent() {}
}
