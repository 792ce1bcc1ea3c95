package io.freshet.jobs.publish;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.metric.DurationHistogram;
import io.freshet.jobs.record.Calibration;
import io.freshet.jobs.record.EmbeddingOutputTags;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.LayerEmbedding.Condition;
import io.freshet.jobs.record.OldestEvent;
import io.freshet.jobs.record.RoundFragment;
import io.freshet.jobs.record.RoundFragment.Count;
import io.freshet.jobs.record.Vectors;
import io.freshet.jobs.state.CachedStates;
import io.freshet.schemas.ItemEmbedding;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.FloatList;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Publishes embeddings, keyed by item, as they arrive: a record names its round, and the manifest
 * of the round follows when all of its records have left. What the audit learns arrives beside
 * them, whenever it does: no round waits for it.
 */
final class PublishOperator extends AbstractStreamOperator<OutputRecord>
    implements TwoInputStreamOperator<LayerEmbedding, Calibration, OutputRecord>,
        Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1;

  // -- configuration
  private final PublishSettings settings;
  private final ErrorEstimate estimate;

  // -- runtime
  private transient double factor;
  private transient @Nullable CachedStates cached;
  private transient @Nullable ValueState<Publication> published;
  private transient @Nullable ValueState<LayerEmbedding> withheld;
  private transient @Nullable ValueState<Long> removedVersion;
  private transient @Nullable InternalTimerService<VoidNamespace> timers;
  private transient @Nullable AvroCodec<ItemEmbedding> codec;
  private transient Map<Long, Long> counts = new TreeMap<>();
  private transient @Nullable DurationHistogram delays;

  PublishOperator(PublishSettings settings) {
    this.settings = requireNonNull(settings, "settings is null");
    this.estimate = new ErrorEstimate(settings.thresholds().loosest());
  }

  @Override
  public void open() throws Exception {
    super.open();
    KeyedStateStore store = getKeyedStateStore();
    CachedStates states = new CachedStates(store, this, settings.cacheEntries());
    cached = states;
    published = states.value("published", TypeInformation.of(Publication.class));
    withheld = states.value("withheld", TypeInformation.of(LayerEmbedding.class));
    ValueStateDescriptor<Long> removed = new ValueStateDescriptor<>("removed-version", Types.LONG);
    removed.enableTimeToLive(StateTtlConfig.newBuilder(settings.tombstoneRetention()).build());
    removedVersion = store.getState(removed);
    timers = getInternalTimerService("withheld", VoidNamespaceSerializer.INSTANCE, this);
    codec = new AvroCodec<>(ItemEmbedding.class);
    counts = new TreeMap<>();
    factor = ErrorFactor.FIRST.value();
    delays = new DurationHistogram(getMetricGroup(), "event_to_embedding");
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    requireNonNull(cached, "cached is null").flush();
  }

  @Override
  public void processElement1(StreamRecord<LayerEmbedding> element) throws Exception {
    LayerEmbedding next = element.getValue();
    ValueState<Publication> state = requireNonNull(published, "published is null");
    @Nullable Publication last = state.value();
    if (next.removed()) {
      remove(next, last);
    } else if (Publication.isDue(last, next, settings.thresholds().tightest().theta())) {
      publish(next, last, next.round());
    } else {
      holdBack(next, last);
    }
    requireNonNull(cached, "cached is null").trim();
  }

  private void remove(LayerEmbedding next, @Nullable Publication last) throws Exception {
    if (last != null) {
      long version = Publication.version(last.version(), now());
      requireNonNull(published, "published is null").clear();
      requireNonNull(withheld, "withheld is null").clear();
      requireNonNull(removedVersion, "removedVersion is null").update(version);
      emit(OutputRecord.tombstone(settings.topic(), next.item(), version), next.round());
    }
  }

  @Override
  public void processElement2(StreamRecord<Calibration> element) {
    factor = element.getValue().factor();
  }

  private void publish(LayerEmbedding next, @Nullable Publication last, long round)
      throws Exception {
    long version = Publication.version(last == null ? takeRemoved() : last.version(), now());
    requireNonNull(withheld, "withheld is null").clear();
    requireNonNull(published, "published is null")
        .update(new Publication(version, next.type(), next.vector(), next.condition()));
    emit(OutputRecord.of(settings.topic(), next.item(), encoded(next, version), version), round);
    if (next.oldestEventAt() != OldestEvent.NONE) {
      requireNonNull(delays, "delays is null").observe(now() - next.oldestEventAt());
    }
  }

  /** Keeps what moved too little; its deadline is that of the first since the last record. */
  private void holdBack(LayerEmbedding next, @Nullable Publication last) throws Exception {
    ValueState<LayerEmbedding> waiting = requireNonNull(withheld, "withheld is null");
    if (last != null && Vectors.squaredDistance(last.vector(), next.vector()) == 0) {
      waiting.clear();
      return;
    }
    if (waiting.value() == null) {
      requireNonNull(timers, "timers is null")
          .registerEventTimeTimer(
              VoidNamespace.INSTANCE, settings.patience().deadline(next.item(), next.round()));
    }
    waiting.update(next);
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    @Nullable LayerEmbedding waiting = requireNonNull(withheld, "withheld is null").value();
    if (waiting != null) {
      publish(
          waiting, requireNonNull(published, "published is null").value(), timer.getTimestamp());
      flushCounts();
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("Cannot fire: no processing-time timer is registered here");
  }

  @Override
  public void processWatermark1(Watermark mark) throws Exception {
    processWatermark(mark);
  }

  @Override
  public void processWatermark2(Watermark mark) {
    // Rounds are those of the embeddings.
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

  /** Version of the removal of an item that returns; there is none while it is published. */
  private long takeRemoved() throws Exception {
    ValueState<Long> state = requireNonNull(removedVersion, "removedVersion is null");
    @Nullable Long version = state.value();
    if (version == null) {
      return 0;
    }
    state.clear();
    return version;
  }

  private byte[] encoded(LayerEmbedding next, long version) {
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
                (float) estimate.of(next.degree(), factor),
                next.condition() == Condition.STALE,
                FloatList.of(next.vector())));
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
