package io.freshet.jobs.layer;

import io.freshet.jobs.record.OldestEvent;
import org.jspecify.annotations.Nullable;

/**
 * A message in the making: what sources of one subtask changed, in one round, of the sum that an
 * item aggregates over its neighbors of one type. There is one object for each (item, type) that a
 * source of the subtask has to do with, so that sources find it without a look-up. Mutable, owned
 * by {@link Messages}.
 */
final class Message {
  private static final int NONE = -1;

  final String target;
  final String relationType;

  /** The message to the same item about its neighbors of another type. */
  @Nullable Message next;

  /** Subscriptions and waiting changes that name it. */
  int references;

  /** Difference of the sum; null while there is none. */
  double @Nullable [] sum;

  /** Difference of the number of neighbors that contribute. */
  int edges;

  long oldestEventAt = OldestEvent.NONE;

  /** Its place among the changes of the source that is being closed. */
  private int change = NONE;

  Message(String target, String relationType) {
    this.target = target;
    this.relationType = relationType;
  }

  boolean isChanging() {
    return change != NONE;
  }

  int change() {
    return change;
  }

  void changing(int place) {
    change = place;
  }

  void changed() {
    change = NONE;
  }
}
