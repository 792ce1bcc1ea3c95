package io.freshet.jobs.layer;

import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.OldestEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one subtask to the aggregates of the layer: added up per (item, type) while a
 * round is closed, then handed on. Saves the shuffle where several sources of one subtask are
 * neighbors of one item. Holds nothing across a checkpoint but empty messages.
 */
final class Messages {
  private final int dimensions;
  private final int limit;
  private final Runnable full;
  private final Map<String, Message> byTarget = new HashMap<>();
  private final List<Message> begun = new ArrayList<>();
  private long differences;

  /**
   * No messages.
   *
   * @param dimensions components of one layer's embedding
   * @param limit most messages that are held
   * @param full told to flush when there are so many
   */
  Messages(int dimensions, int limit, Runnable full) {
    this.dimensions = dimensions;
    this.limit = limit;
    this.full = full;
  }

  /** The one message to an item about its neighbors of a type, named once more. */
  Message named(String target, String relationType) {
    @Nullable Message first = byTarget.get(target);
    Message message = first;
    while (message != null && !message.relationType.equals(relationType)) {
      message = message.next;
    }
    if (message == null) {
      message = new Message(first == null ? target : first.target, relationType.intern());
      message.next = first;
      byTarget.put(message.target, message);
    }
    message.references++;
    return message;
  }

  /** A message is named once less. */
  void release(Message message) {
    message.references--;
    forgetUnused(message);
  }

  private void forgetUnused(Message message) {
    if (message.references > 0 || message.sum != null) {
      return;
    }
    @Nullable Message rest = without(byTarget.get(message.target), message);
    if (rest == null) {
      byTarget.remove(message.target);
    } else {
      byTarget.put(message.target, rest);
    }
  }

  /**
   * Adds a difference, counted as one.
   *
   * @param weight times this
   * @param vector of this
   * @param edges difference of the number of neighbors that contribute
   */
  void add(Message message, double weight, double[] vector, int edges) {
    double[] sum = begin(message);
    for (int index = 0; index < sum.length; index++) {
      sum[index] += weight * vector[index];
    }
    message.edges += edges;
    differences++;
  }

  /** An event is behind the message. */
  void oldest(Message message, long oldestEventAt) {
    message.oldestEventAt = Math.min(message.oldestEventAt, oldestEventAt);
  }

  /** Messages begun. */
  int size() {
    return begun.size();
  }

  /** Differences that were added up to them. */
  long differences() {
    return differences;
  }

  /** Hands on everything, and forgets it. */
  void flush(long round, Consumer<AggregateChange> out) {
    for (Message message : begun) {
      double[] sum = message.sum;
      if (sum != null) {
        out.accept(
            new AggregateChange(
                message.target,
                message.relationType,
                sum,
                message.edges,
                AggregateChange.SAME_SCALE,
                round,
                message.oldestEventAt));
      }
      message.sum = null;
      message.edges = 0;
      message.oldestEventAt = OldestEvent.NONE;
      forgetUnused(message);
    }
    begun.clear();
    differences = 0;
  }

  private double[] begin(Message message) {
    double[] sum = message.sum;
    if (sum == null) {
      if (begun.size() >= limit) {
        full.run();
      }
      sum = new double[dimensions];
      message.sum = sum;
      begun.add(message);
    }
    return sum;
  }

  private static @Nullable Message without(@Nullable Message first, Message removed) {
    if (first == null || first == removed) {
      return first == null ? null : first.next;
    }
    first.next = without(first.next, removed);
    return first;
  }
}
