package io.freshet.jobs.backlog;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.KeyContext;

/**
 * The timers that are set when all input has ended. Flink lets none of them fire any more, so what
 * waits for one has to be published then, or it never is.
 */
public final class PendingTimers {
  private record Pending(String key, long atMillis) {}

  /** What waits for a timer of the current key. */
  @FunctionalInterface
  public interface Waiting {
    /** The timer has been taken away, and its time is told. */
    void finish(String key, long timerAtMillis) throws Exception;
  }

  private PendingTimers() {}

  /**
   * Takes all processing-time timers of an operator away, one after the other.
   *
   * @param context the operator, which knows the current key; keys are strings
   */
  public static void finish(
      InternalTimerService<VoidNamespace> timers, KeyContext context, Waiting waiting)
      throws Exception {
    List<Pending> all = new ArrayList<>();
    timers.forEachProcessingTimeTimer(
        (namespace, atMillis) -> all.add(new Pending((String) context.getCurrentKey(), atMillis)));
    for (Pending pending : all) {
      context.setCurrentKey(pending.key());
      timers.deleteProcessingTimeTimer(VoidNamespace.INSTANCE, pending.atMillis());
      waiting.finish(pending.key(), pending.atMillis());
    }
  }
}
