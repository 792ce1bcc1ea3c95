package io.freshet.jobs.publish;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What the audit found: {@code audited_items}, {@code audit_exceeded} (of these, items farther from
 * exact than their estimate), {@code audit_largest_difference} (of the newest round with an audit),
 * {@code audit_factor}.
 */
final class AuditMetrics {
  private final Counter audited;
  private final Counter exceeded;

  // Read by the threads of metric reporters.
  private volatile double largest;
  private volatile double factor;

  AuditMetrics(MetricGroup group) {
    audited = group.counter("audited_items");
    exceeded = group.counter("audit_exceeded");
    group.gauge("audit_largest_difference", (Gauge<Double>) () -> largest);
    group.gauge("audit_factor", (Gauge<Double>) () -> factor);
  }

  void audited(boolean hasExceeded) {
    audited.inc();
    if (hasExceeded) {
      exceeded.inc();
    }
  }

  void closed(double largestOfRound, double factorInForce) {
    largest = largestOfRound;
    factor = factorInForce;
  }
}
