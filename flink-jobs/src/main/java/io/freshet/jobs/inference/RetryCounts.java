package io.freshet.jobs.inference;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.metric.JobMetrics;
import io.grpc.Status;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counts calls of an operator that are tried again as {@code inference_retries_total}, by the gRPC
 * code of the failed attempt. One owner.
 */
final class RetryCounts {
  private final Map<Status.Code, Counter> byCode = new EnumMap<>(Status.Code.class);

  /** Counters of an operator: one for each code worth a retry, so that those not seen yet are 0. */
  RetryCounts(MetricGroup operator) {
    for (Status.Code code : Retries.WORTH_RETRYING) {
      byCode.put(
          code, JobMetrics.of(operator, "code", code.name()).counter("inference_retries_total"));
    }
  }

  /** One more, of a code worth a retry. */
  void add(Status.Code code) {
    requireNonNull(byCode.get(code), code.name()).inc();
  }
}
