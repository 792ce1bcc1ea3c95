package io.freshet.jobs.publish;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.RoundFragment;
import io.freshet.jobs.record.RoundFragment.Count;
import io.freshet.schemas.EmbeddingRound;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes the manifest of every round that all stages have closed. One subtask: a manifest is about
 * the whole job.
 */
final class ManifestOperator extends AbstractStreamOperator<OutputRecord>
    implements OneInputStreamOperator<RoundFragment, OutputRecord> {
  private static final long serialVersionUID = 1;

  // -- configuration
  private final PublishSettings settings;

  // -- runtime
  private transient OpenManifests open;
  private transient @Nullable ListState<RoundFragment> openFragments;
  private transient @Nullable ListState<RoundFragment> closedOffsets;
  private transient @Nullable AvroCodec<EmbeddingRound> codec;
  private transient @Nullable RoundMetrics roundMetrics;

  ManifestOperator(PublishSettings settings) {
    this.settings = requireNonNull(settings, "settings is null");
    this.open = new OpenManifests(settings);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    open = new OpenManifests(settings);
    openFragments = context.getOperatorStateStore().getListState(descriptor("open-fragments"));
    closedOffsets = context.getOperatorStateStore().getListState(descriptor("closed-offsets"));
    for (RoundFragment fragment : closedOffsets.get()) {
      open.resume(fragment.endOffsets());
      open.resume((int) fragment.amount());
    }
    for (RoundFragment fragment : openFragments.get()) {
      open.add(fragment);
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    codec = new AvroCodec<>(EmbeddingRound.class);
    roundMetrics =
        new RoundMetrics(
            getMetricGroup(),
            settings.layers(),
            getProcessingTimeService()::getCurrentProcessingTime);
  }

  @Override
  public void processElement(StreamRecord<RoundFragment> element) {
    open.add(element.getValue());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    Instant now = Instant.ofEpochMilli(getProcessingTimeService().getCurrentProcessingTime());
    for (ClosedRound closed : open.close(mark.getTimestamp(), now)) {
      requireNonNull(roundMetrics, "roundMetrics is null").closed(closed);
      EmbeddingRound round = closed.manifest();
      byte[] value = requireNonNull(codec, "codec is null").encode(round);
      output.collect(
          new StreamRecord<>(
              OutputRecord.of(
                  settings.manifestTopic(), settings.release(), value, round.getRound())));
    }
    super.processWatermark(mark);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    requireNonNull(openFragments, "openFragments is null")
        .update(new ArrayList<>(open.fragments()));
    requireNonNull(closedOffsets, "closedOffsets is null")
        .update(List.of(new RoundFragment(0, Count.LEVEL, 0, open.level(), open.endOffsets())));
  }

  private static ListStateDescriptor<RoundFragment> descriptor(String name) {
    return new ListStateDescriptor<>(name, TypeInformation.of(RoundFragment.class));
  }
}
