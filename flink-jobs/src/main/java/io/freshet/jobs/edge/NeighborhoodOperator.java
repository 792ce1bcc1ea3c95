package io.freshet.jobs.edge;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.backlog.Backlog;
import io.freshet.jobs.backlog.PendingTimers;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.metric.JobMetrics;
import io.freshet.jobs.record.CatalogPresence;
import io.freshet.jobs.record.EdgeChanges;
import io.freshet.jobs.state.CachedStates;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.wire.AvroCodec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
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
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;

/**
 * Applies edge updates to the items' neighborhoods in bundles and publishes those that are due.
 *
 * <p>First input: edge updates, keyed by item. Second: catalog presences, broadcast. Updates wait
 * in a {@link Bundle}, which is applied when it is full, when its delay is over, before every
 * checkpoint barrier and at the end of the input: so no checkpoint has to hold it, and nothing is
 * lost or counted twice. Neighbors that were taken down go when their item is next touched, or by
 * the next {@link Sweep}; if they were published, the item is published again at once. When the
 * input ends, what waits for a sweep or a timer is published.
 */
final class NeighborhoodOperator extends AbstractStreamOperator<OutputRecord>
    implements TwoInputStreamOperator<EdgeChanges, CatalogPresence, OutputRecord>,
        Triggerable<String, VoidNamespace> {
  private static final String STATE = "neighborhood";
  private static final long serialVersionUID = 1;

  // Configuration.
  private final EdgeConfig edgeConfig;
  private final String topic;

  // Runtime.
  private transient CachedStates states;
  private transient ValueState<Neighborhood> state;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient Takedowns takedowns;
  private transient @Nullable Sweep sweep;
  private transient EpsilonPeriods epsilon;
  private transient ItemIds ids;
  private transient Shown shown;
  private transient Bundle bundle;
  private transient Backlog backlog;
  private transient AvroCodec<ItemNeighborhood> recordCodec;
  private transient Decays decays;
  private transient PublishRule rule;
  private transient boolean flushScheduled;
  private transient boolean ended;
  private transient Counter applied;
  private transient Counter bundles;
  private transient Counter published;
  private transient Counter takenDown;
  private transient Counter swept;
  private transient EdgeDelays delays;

  @SuppressWarnings("NullAway.Init") // initializeState() and open() run before the first element
  NeighborhoodOperator(EdgeConfig edgeConfig, String topic) {
    this.edgeConfig = requireNonNull(edgeConfig, "edgeConfig is null");
    this.topic = requireNonNull(topic, "topic is null");
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    takedowns = new Takedowns(context.getOperatorStateStore(), edgeConfig.takedowns());
    epsilon = new EpsilonPeriods(edgeConfig, context.getOperatorStateStore());
  }

  @Override
  public void open() throws Exception {
    super.open();
    ids = new ItemIds();
    shown = Shown.of(edgeConfig);
    states = new CachedStates(getKeyedStateStore(), this, edgeConfig.cacheEntries());
    state = states.value(STATE, new NeighborhoodCodec(ids, shown));
    timers = getInternalTimerService("publish", VoidNamespaceSerializer.INSTANCE, this);
    bundle = new Bundle();
    backlog = new Backlog(getProcessingTimeService().getCurrentProcessingTime());
    recordCodec = new AvroCodec<>(ItemNeighborhood.class);
    decays = new Decays(edgeConfig);
    rule = new PublishRule(edgeConfig, epsilon);
    epsilon.open(getProcessingTimeService(), backlog::isRead, getMetricGroup());
    MetricGroup metrics = JobMetrics.of(getMetricGroup());
    applied = metrics.counter("edge_updates_applied_total");
    bundles = metrics.counter("edge_bundles_applied_total");
    published = metrics.counter("neighborhoods_published_total");
    takenDown = metrics.counter("neighborhoods_taken_down_total");
    swept = metrics.counter("neighborhoods_swept_total");
    delays = new EdgeDelays(getMetricGroup());
    sweep =
        new Sweep(
            edgeConfig, getRuntimeContext().getTaskInfo(), getProcessingTimeService(), new All());
    if (!takedowns.areNone()) {
      // Restored: how far the pass came that they wanted is not known.
      sweep.want();
    }
  }

  @Override
  public void processElement1(StreamRecord<EdgeChanges> element) throws Exception {
    bundle.add(element.getValue());
    if (bundle.size() >= edgeConfig.bundleSize()) {
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
  public void processElement2(StreamRecord<CatalogPresence> element) throws Exception {
    CatalogPresence presence = element.getValue();
    if (presence.present()) {
      takedowns.bringBack(presence.itemId());
      return;
    }
    long now = getProcessingTimeService().getCurrentProcessingTime();
    if (!takedowns.takeDown(presence.itemId(), now)) {
      return;
    }
    requireNonNull(sweep).want();
    if (isOurs(presence.itemId())) {
      bundle.remove(presence.itemId());
      takeDown(presence.itemId(), now);
    }
  }

  @Override
  public void processWatermark1(Watermark mark) throws Exception {
    flush();
    backlog.advance(mark, getProcessingTimeService().getCurrentProcessingTime());
  }

  @Override
  protected void processWatermarkStatus(WatermarkStatus status, int index) {
    if (index == 0) {
      backlog.advance(status);
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    flush();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    states.flush();
    takedowns.snapshot();
    epsilon.snapshot();
  }

  @Override
  public void finish() throws Exception {
    flush();
    // From here on no timer fires.
    ended = true;
    requireNonNull(sweep).finish();
    PendingTimers.finish(
        timers,
        this,
        (itemId, timerAtMillis) ->
            settle(timerAtMillis, (item, now) -> publish(itemId, item, now)));
    super.finish();
  }

  @Override
  public void close() throws Exception {
    // It reads from the state backend, which goes next.
    if (sweep != null) {
      sweep.close();
    }
    super.close();
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    settle(timer.getTimestamp(), (item, now) -> publishOrWait(timer.getKey(), item, now));
  }

  /** A timer of the current item is over. */
  private void settle(long timerAtMillis, ObjLongConsumer<Neighborhood> publication)
      throws Exception {
    Neighborhood item = state.value();
    if (item == null || item.timerAtMillis != timerAtMillis) {
      return;
    }
    item.timerAtMillis = Neighborhood.NEVER;
    long now = timers.currentProcessingTime();
    boolean unused = clean(item, now);
    publication.accept(item, now);
    state.update(item);
    states.trim();
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("Cannot fire: no event-time timer is registered here");
  }

  private void flushOnTime(long timestamp) throws Exception {
    flushScheduled = false;
    flush();
  }

  private void flush() throws Exception {
    if (bundle.size() == 0) {
      return;
    }
    applied.inc(bundle.size());
    bundles.inc();
    for (Map.Entry<String, List<EdgeChanges>> entry : bundle.drain().entrySet()) {
      if (!takedowns.contains(entry.getKey())) {
        setCurrentKey(entry.getKey());
        apply(entry.getKey(), entry.getValue());
        states.trim();
      }
    }
  }

  private Neighborhood current() throws IOException {
    Neighborhood item = state.value();
    return item == null ? new Neighborhood(shown) : item;
  }

  private void apply(String itemId, List<EdgeChanges> all) throws Exception {
    Neighborhood item = current();
    long now = timers.currentProcessingTime();
    boolean changed = clean(item, now);
    for (EdgeChanges changes : all) {
      epsilon.applied(changes, now);
      if (backlog.isRead()) {
        delays.applied(changes, now);
      }
      changed |= item.add(changes, ids, decays, this::admit);
    }
    if (!changed && item.pendingSinceMillis == Neighborhood.NEVER) {
      return;
    }
    item.evict(edgeConfig.candidates());
    if (item.pendingSinceMillis == Neighborhood.NEVER) {
      item.pendingSinceMillis = now;
    }
    if (item.showsTakenDown || !waits(item, now)) {
      publishOrWait(itemId, item, now);
    } else if (!backlog.isRead()) {
      item.holdBack();
    }
    state.update(item);
  }

  /** Whether a timer will look at the item anyway before it may be published. */
  private boolean waits(Neighborhood item, long now) {
    return item.timerAtMillis != Neighborhood.NEVER
        && (backlog.covers(item.timerAtMillis, now) || rule.waitsForTheInterval(item));
  }

  private boolean admit(ItemId neighborId) {
    return takedowns.areNone() || !takedowns.contains(neighborId.text());
  }

  /**
   * Drops neighbors that were taken down since the item was last touched, and what is remembered of
   * evicted ones; true if there was one of the former.
   */
  private boolean clean(Neighborhood item, long now) {
    long touchedAt = item.touchedAtMillis;
    item.touchedAtMillis = takedowns.touch(now);
    if (!takedowns.since(touchedAt)) {
      return false;
    }
    item.forgetEvicted(hash -> takedowns.forgets(hash, touchedAt));
    boolean dropped = item.dropIf(neighborId -> takedowns.drops(neighborId, touchedAt));
    if (dropped && item.pendingSinceMillis == Neighborhood.NEVER) {
      item.pendingSinceMillis = now;
    }
    return dropped;
  }

  private void publishOrWait(String itemId, Neighborhood item, long now) {
    long due;
    if (item.showsTakenDown || ended) {
      due = now;
    } else if (!backlog.isRead()) {
      item.holdBack();
      due = backlog.dueMillis(itemId, now);
    } else if (rule.hasDrifted(item)) {
      due = rule.dueMillis(item, now);
    } else {
      item.holdBack();
      due = rule.deadlineMillis(itemId, item, now);
    }
    if (due <= now) {
      moveTimer(item, Neighborhood.NEVER);
      publish(itemId, item, now);
    } else {
      moveTimer(item, due);
    }
  }

  private void publish(String itemId, Neighborhood item, long now) {
    long version = OutputRecord.nextVersion(item.version, now);
    ItemNeighborhood record = item.publish(itemId, decays, now, version);
    emit(OutputRecord.of(topic, itemId, recordCodec.encode(record), version));
    published.inc();
    delays.published(record, now);
  }

  private void takeDown(String itemId, long now) throws Exception {
    setCurrentKey(itemId);
    Neighborhood item = current();
    moveTimer(item, Neighborhood.NEVER);
    long version = OutputRecord.nextVersion(item.version, now);
    state.update(Neighborhood.takenDown(shown, version));
    emit(OutputRecord.tombstone(topic, itemId, version));
    takenDown.inc();
  }

  private void moveTimer(Neighborhood item, long atMillis) {
    if (item.timerAtMillis == atMillis) {
      return;
    }
    if (item.timerAtMillis != Neighborhood.NEVER) {
      timers.deleteProcessingTimeTimer(VoidNamespace.INSTANCE, item.timerAtMillis);
    }
    if (atMillis != Neighborhood.NEVER) {
      timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, atMillis);
    }
    item.timerAtMillis = atMillis;
  }

  /** All items of this subtask, to be swept. */
  private final class All implements Sweep.Items {
    @Override
    public Stream<String> ids() throws IOException {
      states.flush();
      return NeighborhoodOperator.this
          .<String>getKeyedStateBackend()
          .getKeys(STATE, VoidNamespace.INSTANCE);
    }

    @Override
    public void sweep(String itemId) throws Exception {
      setCurrentKey(itemId);
      swept.inc();
      Neighborhood item = state.value();
      long now = timers.currentProcessingTime();
      if (item != null && clean(item, now)) {
        publishOrWait(itemId, item, now);
        state.update(item);
      }
      states.trim();
    }
  }

  private boolean isOurs(String itemId) {
    TaskInfo task = getRuntimeContext().getTaskInfo();
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
            itemId, task.getMaxNumberOfParallelSubtasks(), task.getNumberOfParallelSubtasks())
        == task.getIndexOfThisSubtask();
  }

  private void emit(OutputRecord record) {
    output.collect(new StreamRecord<>(record));
  }
}
