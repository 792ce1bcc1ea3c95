package io.freshet.jobs.kafka;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.metric.JobMetrics;
import io.freshet.jobs.record.Reason;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Counts dead letters of an operator as {@code dead_letters_total}, by reason. One owner. */
public final class DeadLetterCounts {
  private final Map<Reason, Counter> byReason = new EnumMap<>(Reason.class);

  /** Counters of an operator: one for each reason, so that those not seen yet are 0. */
  public DeadLetterCounts(MetricGroup operator) {
    for (Reason reason : Reason.values()) {
      byReason.put(
          reason, JobMetrics.of(operator, "reason", reason.label()).counter("dead_letters_total"));
    }
  }

  /** One more. */
  public void add(Reason reason) {
    requireNonNull(byReason.get(reason)).inc();
  }
}
