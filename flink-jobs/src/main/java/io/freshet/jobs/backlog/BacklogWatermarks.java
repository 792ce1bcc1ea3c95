package io.freshet.jobs.backlog;

import io.freshet.jobs.kafka.RawRecord;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells downstream when the backlog of a source has been read. One per partition; the least of all
 * counts.
 *
 * <p>The records at the end of a partition may be missing (compacted, or markers of transactions),
 * so an offset alone is not enough: a partition that yields nothing for a while, without being held
 * up from downstream, is idle, and does not count.
 */
public final class BacklogWatermarks implements WatermarkGenerator<RawRecord> {
  /** The watermark that says so. */
  public static final long READ = 1;

  private static final Duration IDLE = Duration.ofSeconds(5);

  private final Map<TopicPartition, Long> ends;
  private boolean isRead;

  private BacklogWatermarks(Map<TopicPartition, Long> ends) {
    this.ends = ends;
  }

  /**
   * For a source whose backlog ends there.
   *
   * @param ends offset after the last record of the backlog, per partition; a partition without one
   *     has none
   */
  public static WatermarkStrategy<RawRecord> of(Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> copy = Map.copyOf(ends);
    return WatermarkStrategy.<RawRecord>forGenerator(context -> new BacklogWatermarks(copy))
        .withIdleness(IDLE);
  }

  @Override
  public void onEvent(RawRecord record, long timestamp, WatermarkOutput output) {
    if (isRead) {
      return;
    }
    long end = ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
    if (record.offset() + 1 >= end) {
      isRead = true;
      output.emitWatermark(new Watermark(READ));
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {}
}
