package io.freshet.jobs.feature;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.inference.InferenceClient;
import io.freshet.jobs.inference.InferenceClientFactory;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.Reason;
import io.freshet.schemas.ItemFeature;
import io.freshet.schemas.wire.AvroCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Encodes changed items in bundles and publishes them, keyed by item.
 *
 * <p>A bundle is worked when it is full, when its delay is over, before every checkpoint barrier
 * and at the end of the input: so no checkpoint has to hold it. Whatever it yields leaves ahead of
 * the barrier; when the encoder stays away the job fails and reads the changes again. An item the
 * encoder fails on alone keeps its last feature, and its record goes to the dead letters.
 */
final class ItemFeatureOperator extends AbstractStreamOperator<OutputRecord>
    implements OneInputStreamOperator<CatalogChange, OutputRecord>,
        Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1;

  // Configuration.
  private final FeatureConfig features;
  private final InferenceClientFactory inference;
  private final String topic;

  // Runtime.
  private transient ValueState<FeatureState> state;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient ChangeBundle bundle;
  private transient FeatureRecords records;
  private transient AvroCodec<ItemFeature> codec;
  private transient FeatureCounters counters;
  private transient @Nullable InferenceClient client;
  private transient boolean flushScheduled;

  @SuppressWarnings("NullAway.Init") // open() runs before the first element
  ItemFeatureOperator(FeatureConfig features, InferenceClientFactory inference, String topic) {
    this.features = requireNonNull(features, "features is null");
    this.inference = requireNonNull(inference, "inference is null");
    this.topic = requireNonNull(topic, "topic is null");
  }

  @Override
  public void open() throws Exception {
    super.open();
    state =
        getPartitionedState(
            new ValueStateDescriptor<>("feature", TypeInformation.of(FeatureState.class)));
    timers = getInternalTimerService("forget-tombstones", VoidNamespaceSerializer.INSTANCE, this);
    bundle = new ChangeBundle();
    records = new FeatureRecords(features.encoder());
    codec = new AvroCodec<>(ItemFeature.class);
    counters = FeatureCounters.of(getMetricGroup());
    client = inference.open(getMetricGroup());
  }

  @Override
  public void processElement(StreamRecord<CatalogChange> element) throws Exception {
    CatalogChange change = element.getValue();
    if (!bundle.contains(change.itemId()) && held().alreadySays(change)) {
      counters.unchanged().inc();
      return;
    }
    bundle.add(change);
    if (bundle.size() >= features.maxBatch()) {
      flush();
    } else {
      scheduleFlush();
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    flush();
  }

  @Override
  public void finish() throws Exception {
    flush();
    super.finish();
  }

  @Override
  public void close() throws Exception {
    if (client != null) {
      client.close();
    }
    super.close();
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    FeatureState held = held();
    if (!held.isTombstone()) {
      return;
    }
    long forgetAt = forgetAtMillis(held);
    if (forgetAt <= timer.getTimestamp()) {
      state.clear();
    } else {
      timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, forgetAt);
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("Cannot fire: no event-time timer is registered here");
  }

  private void scheduleFlush() {
    if (!flushScheduled) {
      flushScheduled = true;
      ScheduledFuture<?> unused =
          getProcessingTimeService()
              .registerTimer(now() + features.maxBatchDelay().toMillis(), this::flushOnTime);
    }
  }

  private void flushOnTime(long timestamp) throws Exception {
    flushScheduled = false;
    flush();
  }

  private void flush() throws Exception {
    List<CatalogChange> changed = new ArrayList<>();
    for (CatalogChange change : bundle.drain()) {
      setCurrentKey(change.itemId());
      if (change.isTakedown()) {
        takeDown(change);
      } else if (held().alreadySays(change)) {
        counters.unchanged().inc();
      } else {
        changed.add(change);
      }
    }
    if (!changed.isEmpty()) {
      encode(changed);
    }
  }

  private void encode(List<CatalogChange> changes) throws Exception {
    List<String> texts = changes.stream().map(CatalogChange::text).toList();
    List<float[]> vectors = requireNonNull(client, "client is null").encodeTexts(texts);
    counters.calls().inc();
    for (int i = 0; i < changes.size(); i++) {
      setCurrentKey(changes.get(i).itemId());
      if (vectors.get(i).length == 0) {
        refuse(changes.get(i));
      } else {
        publish(changes.get(i), vectors.get(i));
      }
    }
  }

  private void publish(CatalogChange change, float[] vector) throws Exception {
    long version = nextVersion();
    byte[] value = codec.encode(records.of(change, version, vector));
    state.update(new FeatureState(version, change.itemType(), change.textHash()));
    output.collect(new StreamRecord<>(OutputRecord.of(topic, change.itemId(), value, version)));
    counters.encoded().inc();
  }

  private void takeDown(CatalogChange change) throws Exception {
    FeatureState tombstone = FeatureState.tombstone(nextVersion());
    state.update(tombstone);
    timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, forgetAtMillis(tombstone));
    output.collect(
        new StreamRecord<>(OutputRecord.tombstone(topic, change.itemId(), tombstone.version())));
    counters.takenDown().inc();
  }

  private void refuse(CatalogChange change) {
    output.collect(
        ItemFeatures.DEAD_LETTERS,
        new StreamRecord<>(
            change
                .origin()
                .refused(
                    Reason.BAD_VECTOR,
                    "Cannot encode item: the encoder gave no usable vector (%s)"
                        .formatted(change.itemId()))));
    counters.deadLetters().add(Reason.BAD_VECTOR);
  }

  private FeatureState held() throws Exception {
    @Nullable FeatureState held = state.value();
    return held == null ? FeatureState.NONE : held;
  }

  private long nextVersion() throws Exception {
    return OutputRecord.nextVersion(held().version(), now());
  }

  private long forgetAtMillis(FeatureState tombstone) {
    return tombstone.version() / 1_000 + features.tombstoneRetention().toMillis();
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }
}
