package io.freshet.jobs.layer;

import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.LayerEmbedding.Condition;
import io.freshet.jobs.record.OldestEvent;
import io.freshet.jobs.record.Patience;
import io.freshet.jobs.record.ThresholdRange;
import io.freshet.jobs.record.Thresholds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.tasks.StreamTaskActionExecutor;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.MailboxExecutorImpl;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** What the tests of the layer's operators have in common. */
final class Harnesses {
  /** Nothing is held back. */
  static final ThresholdRange EXACT = ThresholdRange.fixed(new Thresholds(0, 0, 0));

  /** Vectors of two components, slices of one key, no room in the cache. */
  static final LayerSettings SLICES_OF_ONE =
      new LayerSettings(1, 2, 2, 1, 100, EXACT, new Patience(100, 10), 1, Duration.ofDays(1));

  /** Vectors of two components, a round in one slice, no room in the cache. */
  static final LayerSettings ONE_SLICE =
      new LayerSettings(1, 2, 2, 100, 100, EXACT, new Patience(100, 10), 1, Duration.ofDays(1));

  private Harnesses() {}

  /** Gives the operator the task's mailbox, which not every harness does. */
  static void connect(AbstractStreamOperatorTestHarness<?> harness, RoundOperator<?> operator) {
    operator.setMailboxExecutor(
        new MailboxExecutorImpl(
            harness.getTaskMailbox(),
            TaskMailbox.MIN_PRIORITY,
            StreamTaskActionExecutor.IMMEDIATE));
  }

  /** Does what the task does while no input arrives: all slices that wait. */
  static void runMails(AbstractStreamOperatorTestHarness<?> harness) throws Exception {
    Optional<Mail> mail = harness.getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
    while (mail.isPresent()) {
      mail.get().run();
      mail = harness.getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
    }
  }

  /** Watermarks that were sent, in order. */
  static List<Long> watermarks(AbstractStreamOperatorTestHarness<?> harness) {
    return harness.getOutput().stream()
        .filter(Watermark.class::isInstance)
        .map(mark -> ((Watermark) mark).getTimestamp())
        .toList();
  }

  /** An embedding (value, 1) of the layer below. */
  static LayerEmbedding below(String item, String type, float value, long round) {
    return new LayerEmbedding(
        item, type, new float[] {value, 1}, 0, Condition.FRESH, round, OldestEvent.NONE);
  }

  /** An item, its round, the last component but one of its vector, and what that is worth. */
  static String text(LayerEmbedding embedding) {
    float[] vector = embedding.vector();
    String value = vector.length == 0 ? "-" : Float.toString(vector[vector.length - 2]);
    return "%s@%d %s %s"
        .formatted(embedding.item(), embedding.round(), value, embedding.condition());
  }
}
