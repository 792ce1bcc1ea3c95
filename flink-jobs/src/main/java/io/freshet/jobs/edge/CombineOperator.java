package io.freshet.jobs.edge;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.backlog.Backlog;
import io.freshet.jobs.metric.JobMetrics;
import io.freshet.jobs.record.EdgeChanges;
import io.freshet.jobs.record.EdgeUpdate;
import io.freshet.jobs.record.EdgeUpdates;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Sums edge updates before the shuffle; chained to the operator that makes them. Flushes when full,
 * when its delay is over, before every checkpoint barrier and at the end of the input: so it has no
 * state, and nothing is lost or counted twice.
 */
final class CombineOperator extends AbstractStreamOperator<EdgeChanges>
    implements OneInputStreamOperator<EdgeUpdates, EdgeChanges> {
  private static final long serialVersionUID = 1;

  // Configuration.
  private final EdgeConfig edgeConfig;

  // Runtime.
  private transient EdgeSums sums;
  private transient Backlog backlog;
  private transient boolean flushScheduled;
  private transient Counter combined;

  @SuppressWarnings("NullAway.Init") // open() runs before the first element
  CombineOperator(EdgeConfig edgeConfig) {
    this.edgeConfig = requireNonNull(edgeConfig, "edgeConfig is null");
  }

  @Override
  public void open() throws Exception {
    super.open();
    sums = new EdgeSums(edgeConfig);
    backlog = new Backlog(getProcessingTimeService().getCurrentProcessingTime());
    combined = JobMetrics.of(getMetricGroup()).counter("edge_updates_combined_total");
  }

  @Override
  public void processElement(StreamRecord<EdgeUpdates> element) {
    for (EdgeUpdate update : element.getValue().updates()) {
      if (!sums.accepts(update)) {
        flush();
      }
      sums.add(update);
    }
    if (sums.size() >= edgeConfig.bundleSize()) {
      flush();
    } else if (!flushScheduled) {
      flushScheduled = true;
      long now = getProcessingTimeService().getCurrentProcessingTime();
      ScheduledFuture<?> unused =
          getProcessingTimeService()
              .registerTimer(
                  now + backlog.bundleDelayMillis(edgeConfig.bundleDelay().toMillis()),
                  this::flushOnTime);
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush();
    backlog.advance(mark, getProcessingTimeService().getCurrentProcessingTime());
    super.processWatermark(mark);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    backlog.advance(status);
    super.processWatermarkStatus(status);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flush();
  }

  @Override
  public void finish() throws Exception {
    flush();
    super.finish();
  }

  private void flushOnTime(long timestamp) {
    flushScheduled = false;
    flush();
  }

  private void flush() {
    combined.inc(sums.size());
    sums.drain(changes -> output.collect(new StreamRecord<>(changes)));
  }
}
