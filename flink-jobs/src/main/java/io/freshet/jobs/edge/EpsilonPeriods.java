package io.freshet.jobs.edge;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.load.LoadLevel;
import io.freshet.jobs.metric.JobMetrics;
import io.freshet.jobs.record.EdgeChanges;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/**
 * Clock, memory and metrics of an {@link AdaptiveEpsilon}: each subtask has its own, and after a
 * restore all begin at the loosest of them. While there is backlog nothing is published, so nothing
 * is decided either. Exports the gauges {@code epsilon_level} and {@code epsilon_in_force}.
 *
 * <p>Mutable, one owner, one thread.
 */
final class EpsilonPeriods implements DoubleSupplier {
  private final AdaptiveEpsilon epsilon;
  private final ListState<LoadLevel> decided;

  // Read by the threads of metric reporters.
  private volatile int level;
  private volatile double inForce;

  private @Nullable ProcessingTimeService time;
  private BooleanSupplier isLive = () -> false;
  private long beganAtMillis;

  EpsilonPeriods(EdgeConfig config, OperatorStateStore store) throws Exception {
    epsilon = new AdaptiveEpsilon(config);
    decided =
        store.getUnionListState(
            new ListStateDescriptor<>("epsilon-level", TypeInformation.of(LoadLevel.class)));
    for (LoadLevel restored : decided.get()) {
      if (epsilon.adapts() && restored.level() >= epsilon.level().level()) {
        epsilon.restore(restored);
      }
    }
    show();
  }

  /**
   * Begins the first period.
   *
   * @param live whether changes are published
   */
  void open(ProcessingTimeService service, BooleanSupplier live, MetricGroup operator) {
    MetricGroup metrics = JobMetrics.of(operator);
    time = requireNonNull(service, "service is null");
    isLive = requireNonNull(live, "live is null");
    metrics.gauge("epsilon_level", (Gauge<Integer>) () -> level);
    metrics.gauge("epsilon_in_force", (Gauge<Double>) () -> inForce);
    if (epsilon.adapts()) {
      begin(service);
    }
  }

  @Override
  public double getAsDouble() {
    return epsilon.inForce();
  }

  void applied(EdgeChanges changes, long nowMillis) {
    epsilon.applied(changes.neighbors(), nowMillis - changes.ingestedAtMillis());
  }

  void snapshot() throws Exception {
    decided.update(List.of(epsilon.level()));
  }

  private void begin(ProcessingTimeService service) {
    beganAtMillis = service.getCurrentProcessingTime();
    ScheduledFuture<?> unused =
        service.registerTimer(beganAtMillis + epsilon.periodMillis(), timestamp -> end());
  }

  private void end() {
    ProcessingTimeService service = requireNonNull(time, "time is null");
    if (isLive.getAsBoolean()) {
      epsilon.endPeriod(service.getCurrentProcessingTime() - beganAtMillis);
    } else {
      epsilon.forgetPeriod();
    }
    show();
    begin(service);
  }

  private void show() {
    level = epsilon.level().level();
    inForce = epsilon.inForce();
  }
}
