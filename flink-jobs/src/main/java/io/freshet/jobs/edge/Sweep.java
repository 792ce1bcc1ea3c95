package io.freshet.jobs.edge;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.concurrent.ScheduledFuture;
import java.util.stream.Stream;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/**
 * Walks over all items of a subtask, so that neighbors that were taken down also leave the items
 * that nothing touches.
 *
 * <p>A takedown wants a pass. Passes begin on a grid of half the sweep time, which is shifted from
 * subtask to subtask so that they do not all write at once. A pass goes in steps of a bounded
 * number of items, ten a second. So a neighbor is gone everywhere within the sweep time while half
 * of it is enough to look at all items of the subtask at the configured rate.
 *
 * <p>Nothing of it is in state: whoever finds takedowns after a restore wants a pass again, and so
 * it does not matter how far the last one came or which subtask it was. One thread: the task's.
 */
final class Sweep implements AutoCloseable {
  private static final int STEPS_PER_SECOND = 10;
  private static final long STEP_MILLIS = 1_000 / STEPS_PER_SECOND;

  /** What is swept. */
  interface Items {
    /** The ids of all items there are; those added later may be missing. */
    Stream<String> ids() throws Exception;

    /** Drops what was taken down from one item. */
    void sweep(String itemId) throws Exception;
  }

  private final long gridMillis;
  private final long shiftMillis;
  private final int itemsPerStep;
  private final ProcessingTimeService time;
  private final Items items;

  // Nothing wanted: not scheduled. Wanted: scheduled, no pass. Pass: scheduled, pass; what is
  // wanted
  // meanwhile waits for its end.
  private boolean scheduled;
  private boolean wantedAgain;
  private @Nullable Stream<String> pass;
  private Iterator<String> left = Stream.<String>empty().iterator();

  Sweep(EdgeConfig config, TaskInfo task, ProcessingTimeService time, Items items) {
    gridMillis = Math.max(STEP_MILLIS, config.sweep().toMillis() / 2);
    shiftMillis = gridMillis * task.getIndexOfThisSubtask() / task.getNumberOfParallelSubtasks();
    itemsPerStep = (config.sweepRate() + STEPS_PER_SECOND - 1) / STEPS_PER_SECOND;
    this.time = requireNonNull(time, "time is null");
    this.items = requireNonNull(items, "items is null");
  }

  /** A pass over all items is to begin at the next point of the grid. */
  void want() {
    if (scheduled) {
      wantedAgain |= pass != null;
      return;
    }
    scheduled = true;
    long now = time.getCurrentProcessingTime();
    at(now + 1 + Math.floorMod(shiftMillis - now - 1, gridMillis));
  }

  /** Does the pass that is wanted at once, and whole. */
  void finish() throws Exception {
    close();
    if (scheduled) {
      scheduled = false;
      wantedAgain = false;
      try (Stream<String> ids = items.ids()) {
        for (Iterator<String> all = ids.iterator(); all.hasNext(); ) {
          items.sweep(all.next());
        }
      }
    }
  }

  @Override
  public void close() {
    if (pass != null) {
      pass.close();
      pass = null;
    }
  }

  private void at(long millis) {
    ScheduledFuture<?> unused = time.registerTimer(millis, this::step);
  }

  private void step(long timestamp) throws Exception {
    if (pass == null) {
      Stream<String> ids = items.ids();
      pass = ids;
      left = ids.iterator();
    }
    for (int i = 0; i < itemsPerStep && left.hasNext(); i++) {
      items.sweep(left.next());
    }
    if (left.hasNext()) {
      at(time.getCurrentProcessingTime() + STEP_MILLIS);
    } else {
      end();
    }
  }

  private void end() {
    close();
    scheduled = false;
    if (wantedAgain) {
      wantedAgain = false;
      want();
    }
  }
}
