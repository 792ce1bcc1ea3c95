package io.freshet.jobs.publish;

import io.freshet.jobs.metric.JobMetrics;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What the audit found: {@code audited_items_total}, {@code audit_exceeded_total} (of these, items
 * farther from exact than their estimate), {@code audit_largest_difference} (of the newest round
 * with an audit), {@code audit_factor}, and the {@code error_estimate} of an item with neighbors
 * that follows from it.
 */
final class AuditMetrics {
  private final Counter audited;
  private final Counter exceeded;

  // Read by the threads of metric reporters.
  private volatile double largest;
  private volatile double factor;
  private volatile double estimate;

  AuditMetrics(MetricGroup operator, double factorInForce, double estimateInForce) {
    MetricGroup group = JobMetrics.of(operator);
    factor = factorInForce;
    estimate = estimateInForce;
    audited = group.counter("audited_items_total");
    exceeded = group.counter("audit_exceeded_total");
    group.gauge("audit_largest_difference", (Gauge<Double>) () -> largest);
    group.gauge("audit_factor", (Gauge<Double>) () -> factor);
    group.gauge("error_estimate", (Gauge<Double>) () -> estimate);
  }

  void audited(boolean hasExceeded) {
    audited.inc();
    if (hasExceeded) {
      exceeded.inc();
    }
  }

  void closed(double largestOfRound, double factorInForce, double estimateInForce) {
    largest = largestOfRound;
    factor = factorInForce;
    estimate = estimateInForce;
  }
}
