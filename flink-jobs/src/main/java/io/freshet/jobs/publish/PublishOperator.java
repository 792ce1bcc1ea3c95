package io.freshet.jobs.publish;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.EmbeddingOutputTags;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.LayerEmbedding.Condition;
import io.freshet.jobs.record.OldestEvent;
import io.freshet.jobs.record.RoundFragment;
import io.freshet.jobs.record.RoundFragment.Count;
import io.freshet.schemas.ItemEmbedding;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Publishes embeddings, keyed by item, as they arrive: a record names its round, and the manifest
 * of the round follows when all of its records have left.
 */
final class PublishOperator extends AbstractStreamOperator<OutputRecord>
    implements OneInputStreamOperator<LayerEmbedding, OutputRecord> {
  private static final long serialVersionUID = 1;

  // -- configuration
  private final PublishSettings settings;

  // -- runtime
  private transient @Nullable ValueState<Publication> published;
  private transient @Nullable ValueState<Long> removedVersion;
  private transient @Nullable AvroCodec<ItemEmbedding> codec;
  private transient Map<Long, Long> counts = new TreeMap<>();

  PublishOperator(PublishSettings settings) {
    this.settings = requireNonNull(settings, "settings is null");
  }

  @Override
  public void open() throws Exception {
    super.open();
    KeyedStateStore store = getKeyedStateStore();
    published =
        store.getState(
            new ValueStateDescriptor<>("published", TypeInformation.of(Publication.class)));
    ValueStateDescriptor<Long> removed = new ValueStateDescriptor<>("removed-version", Types.LONG);
    removed.enableTimeToLive(StateTtlConfig.newBuilder(settings.tombstoneRetention()).build());
    removedVersion = store.getState(removed);
    codec = new AvroCodec<>(ItemEmbedding.class);
    counts = new TreeMap<>();
  }

  @Override
  public void processElement(StreamRecord<LayerEmbedding> element) throws Exception {
    LayerEmbedding next = element.getValue();
    ValueState<Publication> state = requireNonNull(published, "published is null");
    ValueState<Long> removed = requireNonNull(removedVersion, "removedVersion is null");
    @Nullable Publication last = state.value();
    if (next.removed()) {
      if (last != null) {
        long version = Publication.version(last.version(), now());
        state.clear();
        removed.update(version);
        emit(OutputRecord.tombstone(settings.topic(), next.item(), version), next.round());
      }
      return;
    }
    if (Publication.isDue(last, next, settings.theta())) {
      long version = Publication.version(lastVersion(last, removed.value()), now());
      removed.clear();
      state.update(new Publication(version, next.type(), next.vector(), next.condition()));
      emit(
          OutputRecord.of(settings.topic(), next.item(), encoded(next, version), version),
          next.round());
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flushCounts();
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flushCounts();
  }

  @Override
  public void finish() throws Exception {
    flushCounts();
    super.finish();
  }

  private static long lastVersion(@Nullable Publication last, @Nullable Long removed) {
    return last != null ? last.version() : removed != null ? removed : 0;
  }

  private byte[] encoded(LayerEmbedding next, long version) {
    List<Float> vector = new ArrayList<>(next.vector().length);
    for (float value : next.vector()) {
      vector.add(value);
    }
    boolean hasEvent = next.oldestEventAt() != OldestEvent.NONE;
    return requireNonNull(codec, "codec is null")
        .encode(
            new ItemEmbedding(
                next.item(),
                next.type(),
                version,
                next.round(),
                Instant.ofEpochMilli(now()),
                hasEvent ? Instant.ofEpochMilli(next.oldestEventAt()) : null,
                next.degree(),
                0f,
                next.condition() == Condition.STALE,
                vector));
  }

  private void emit(OutputRecord record, long round) {
    output.collect(new StreamRecord<>(record));
    counts.merge(round, 1L, Long::sum);
  }

  private void flushCounts() {
    counts.forEach(
        (round, amount) ->
            output.collect(
                EmbeddingOutputTags.FRAGMENTS,
                new StreamRecord<>(RoundFragment.of(round, Count.PUBLISHED, 0, amount))));
    counts.clear();
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }
}
