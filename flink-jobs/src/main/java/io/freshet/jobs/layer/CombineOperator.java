package io.freshet.jobs.layer;

import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.EmbeddingOutputTags;
import io.freshet.jobs.record.RoundFragment;
import io.freshet.jobs.record.RoundFragment.Count;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Adds up changes of one (item, type) before the shuffle; chained to scatter. Flushes when full,
 * when the round ends, and before every checkpoint barrier: it has no state to be lost or to be
 * spread over other subtasks by rescaling.
 */
final class CombineOperator extends AbstractStreamOperator<AggregateChange>
    implements OneInputStreamOperator<AggregateChange, AggregateChange> {
  private static final long serialVersionUID = 1;

  // -- configuration
  private final int layer;
  private final int limit;

  // -- runtime
  private transient Combined combined = new Combined();
  private transient long round;
  private transient long differences;

  CombineOperator(LayerSettings settings) {
    this.layer = settings.layer();
    this.limit = settings.combineLimit();
  }

  @Override
  public void open() throws Exception {
    super.open();
    combined = new Combined();
  }

  @Override
  public void processElement(StreamRecord<AggregateChange> element) {
    AggregateChange change = element.getValue();
    if (change.round() != round) {
      flush();
      round = change.round();
    }
    combined.add(change);
    differences++;
    if (combined.size() >= limit) {
      flush();
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush();
    super.processWatermark(mark);
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

  private void flush() {
    int messages = combined.size();
    if (messages > 0) {
      combined.flush(change -> output.collect(new StreamRecord<>(change)));
      count(Count.MESSAGES, messages);
      count(Count.DIFFERENCES, differences);
      differences = 0;
    }
  }

  private void count(Count count, long amount) {
    output.collect(
        EmbeddingOutputTags.FRAGMENTS,
        new StreamRecord<>(RoundFragment.of(round, count, layer, amount)));
  }
}
