package io.freshet.jobs.round;

import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.record.EmbeddingOutputTags;
import io.freshet.jobs.record.RoundFragment;
import io.freshet.jobs.record.RoundFragment.Count;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;

/**
 * The round clock of a source, chained to each of its subtasks, idle ones too. Its watermarks come
 * from processing time alone: those of the source are ignored, and so is its idleness, because a
 * quiet source still ends rounds. After back-pressure only the newest watermark is sent. While the
 * backlog is read there is none.
 *
 * <p>The floor is union state, and every subtask goes on from the greatest: after rescaling a
 * partition may move to a subtask that was ahead or behind.
 */
final class RoundClockOperator extends AbstractStreamOperator<RoundRecord>
    implements OneInputStreamOperator<RawRecord, RoundRecord> {
  private static final long serialVersionUID = 1;

  // -- configuration
  private final Duration interval;

  // -- runtime
  private transient RoundClock clock;
  private transient @Nullable ListState<Long> floors;
  private transient Map<String, Long> endOffsets = new HashMap<>();
  private transient long openRound;
  private transient long inputs;

  RoundClockOperator(Duration interval) {
    this.interval = interval;
    this.clock = new RoundClock(interval, RoundClock.BACKLOG);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    floors =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("round-floor", Types.LONG));
    long floor = RoundClock.BACKLOG;
    for (Long restored : floors.get()) {
      floor = Math.max(floor, restored);
    }
    clock = new RoundClock(interval, floor);
    endOffsets = new HashMap<>();
  }

  @Override
  public void open() throws Exception {
    super.open();
    clock.resume(now());
    if (clock.isLive()) {
      scheduleEnd();
    }
  }

  @Override
  public void processElement(StreamRecord<RawRecord> element) {
    RawRecord raw = element.getValue();
    if (LiveMarker.is(raw)) {
      goLive();
      return;
    }
    long round = clock.round(now());
    if (round != openRound) {
      flush();
      openRound = round;
    }
    inputs++;
    endOffsets.merge(raw.topic() + "-" + raw.partition(), raw.offset() + 1, Math::max);
    output.collect(new StreamRecord<>(new RoundRecord(raw, round)));
  }

  /** Only the end of a bounded source counts: it ends every round. */
  @Override
  public void processWatermark(Watermark mark) {
    if (mark.equals(Watermark.MAX_WATERMARK)) {
      flush();
      output.emitWatermark(mark);
    }
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {
    // A quiet source still ends rounds.
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flush();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    if (floors != null) {
      floors.update(List.of(clock.floor()));
    }
  }

  private void goLive() {
    if (!clock.isLive()) {
      clock.goLive();
      flush();
      output.emitWatermark(new Watermark(clock.floor()));
      scheduleEnd();
    }
  }

  private void scheduleEnd() {
    // Never cancelled: what the callback throws fails the task.
    var unused = getProcessingTimeService().registerTimer(clock.nextEnd(now()), this::endRounds);
  }

  private void endRounds(long timestamp) {
    flush();
    output.emitWatermark(new Watermark(clock.end(now())));
    scheduleEnd();
  }

  private void flush() {
    if (inputs > 0) {
      RoundFragment fragment =
          new RoundFragment(openRound, Count.INPUTS, 0, inputs, Map.copyOf(endOffsets));
      output.collect(EmbeddingOutputTags.FRAGMENTS, new StreamRecord<>(fragment));
      endOffsets.clear();
      inputs = 0;
    }
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }
}
