package io.freshet.jobs.kafka;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.DeadLetter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.OutputTag;

/** Counts what a function refuses, by reason, and sends it to the dead letters. One owner. */
public final class Refusals {
  private final DeadLetterCounts counts;
  private final OutputTag<DeadLetter> deadLetters;

  /**
   * Of one function.
   *
   * @param operator metrics of the function
   * @param deadLetters side output of the letters
   */
  public Refusals(MetricGroup operator, OutputTag<DeadLetter> deadLetters) {
    this.counts = new DeadLetterCounts(operator);
    this.deadLetters = requireNonNull(deadLetters, "deadLetters is null");
  }

  /** Refuses a record. */
  public void add(DeadLetter letter, ProcessFunction<?, ?>.Context context) {
    counts.add(letter.reason());
    context.output(deadLetters, letter);
  }
}
