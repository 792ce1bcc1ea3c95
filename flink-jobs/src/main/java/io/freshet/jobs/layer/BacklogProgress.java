package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.metric.JobMetrics;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.jspecify.annotations.Nullable;

/**
 * How far a subtask is with the backlog, restarts included. Exports two gauges, to be summed over
 * subtasks:
 *
 * <ul>
 *   <li>{@code backlog_items}: items of which the backlog brought something, so far.
 *   <li>{@code backlog_items_closed}: those of them that are done.
 * </ul>
 *
 * Remembers one number. A sum survives a rescaling that moves it to another subtask.
 */
final class BacklogProgress {
  private final AtomicLong waiting = new AtomicLong(); // read by the threads of metric reporters
  private final AtomicLong closed = new AtomicLong();
  private @Nullable ListState<Long> remembered;

  void initializeState(StateInitializationContext context) throws Exception {
    remembered =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("backlog-closed", Types.LONG));
    for (Long restored : remembered.get()) {
      closed.addAndGet(restored);
    }
  }

  void snapshotState() throws Exception {
    requireNonNull(remembered, "remembered is null").update(List.of(closed.get()));
  }

  void register(MetricGroup operator) {
    MetricGroup group = JobMetrics.of(operator);
    group.gauge("backlog_items", (Gauge<Long>) () -> waiting.get() + closed.get());
    group.gauge("backlog_items_closed", (Gauge<Long>) closed::get);
  }

  void found() {
    waiting.incrementAndGet();
  }

  void closed(int items) {
    closed.addAndGet(items);
    waiting.addAndGet(-items);
  }
}
