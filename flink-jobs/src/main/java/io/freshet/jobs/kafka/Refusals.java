package io.freshet.jobs.kafka;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.DeadLetter;
import io.freshet.jobs.record.Reason;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.OutputTag;

/** Counts what a function refuses, by reason, and sends it to the dead letters. One owner. */
public final class Refusals {
  private final Map<Reason, Counter> byReason = new EnumMap<>(Reason.class);
  private final OutputTag<DeadLetter> deadLetters;

  /**
   * Of one function.
   *
   * @param group of the function; each reason is a label in it
   * @param counter name of the counters
   * @param deadLetters side output of the letters
   */
  public Refusals(MetricGroup group, String counter, OutputTag<DeadLetter> deadLetters) {
    this.deadLetters = requireNonNull(deadLetters, "deadLetters is null");
    for (Reason reason : Reason.values()) {
      byReason.put(reason, group.addGroup("reason", reason.label()).counter(counter));
    }
  }

  /** Refuses a record. */
  public void add(DeadLetter letter, ProcessFunction<?, ?>.Context context) {
    requireNonNull(byReason.get(letter.reason())).inc();
    context.output(deadLetters, letter);
  }
}
