package io.freshet.jobs.round;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.load.LoadLevel;
import io.freshet.jobs.load.LoadSettings;
import io.freshet.jobs.metric.JobMetrics;
import io.freshet.jobs.record.EmbeddingOutputTags;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.LevelMarker;
import io.freshet.jobs.record.RoundFragment;
import io.freshet.jobs.record.RoundFragment.Count;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Decides the level of thresholds, from the rounds as the sources end them: under back-pressure
 * these come late and leave rounds out. One subtask, for the whole job; a change is told as a
 * {@link LevelMarker} before the watermark of the round that brought it. Remembers one {@link
 * LoadLevel}. Exports the gauge {@code threshold_level}.
 */
final class LevelOperator extends AbstractStreamOperator<LayerEmbedding>
    implements OneInputStreamOperator<RoundFragment, LayerEmbedding> {
  private static final long serialVersionUID = 1;
  private static final long BACKLOG = 0;

  // -- configuration
  private final LoadSettings settings;

  // -- runtime
  private transient volatile LoadLevel level; // read by the threads of metric reporters
  private transient @Nullable ListState<LoadLevel> decided;
  private transient NavigableMap<Long, Long> inputs = new TreeMap<>();
  private transient long newest;

  LevelOperator(LoadSettings settings) {
    this.settings = settings;
    this.level = LoadLevel.first(settings);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    level = LoadLevel.first(settings);
    inputs = new TreeMap<>();
    newest = BACKLOG;
    decided =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("load-level", TypeInformation.of(LoadLevel.class)));
    for (LoadLevel restored : decided.get()) {
      level = restored;
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    JobMetrics.of(getMetricGroup()).gauge("threshold_level", (Gauge<Integer>) () -> level.level());
  }

  @Override
  public void processElement(StreamRecord<RoundFragment> element) {
    RoundFragment fragment = element.getValue();
    if (fragment.count() == Count.INPUTS) {
      inputs.merge(fragment.round(), fragment.amount(), Long::sum);
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    long round = mark.getTimestamp();
    NavigableMap<Long, Long> ended = inputs.headMap(round, true);
    long read = ended.values().stream().mapToLong(Long::longValue).sum();
    ended.clear();
    if (newest > BACKLOG && !mark.equals(Watermark.MAX_WATERMARK)) {
      decide(round, read);
    }
    newest = round;
    super.processWatermark(mark);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    requireNonNull(decided, "decided is null").update(List.of(level));
  }

  private void decide(long round, long read) {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    LoadLevel next = level.after(round - newest, now - round, read, settings);
    if (next.level() != level.level()) {
      output.collect(new StreamRecord<>(LevelMarker.create(round, next.level())));
      output.collect(
          EmbeddingOutputTags.FRAGMENTS,
          new StreamRecord<>(RoundFragment.of(round, Count.LEVEL, 0, next.level())));
    }
    level = next;
  }
}
