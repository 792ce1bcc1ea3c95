package io.freshet.jobs.statistic;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.backlog.Backlog;
import io.freshet.jobs.backlog.PendingTimers;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.CatalogPresence;
import io.freshet.jobs.record.Interaction;
import io.freshet.jobs.state.CachedStates;
import io.freshet.schemas.ItemStatistics;
import io.freshet.schemas.wire.AvroCodec;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;
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

/**
 * Counts interactions per item. A moved count is published at once when the last publication is an
 * interval ago, else by a timer at the interval's end. Interactions of strength 0 are not counted.
 */
final class StatisticsOperator extends AbstractStreamOperator<OutputRecord>
    implements TwoInputStreamOperator<Interaction, CatalogPresence, OutputRecord>,
        Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1;

  // Configuration.
  private final StatisticConfig statisticConfig;
  private final String topic;

  // Runtime.
  private transient CachedStates states;
  private transient ValueState<Statistics> state;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient AvroCodec<ItemStatistics> recordCodec;
  private transient Backlog backlog;

  @SuppressWarnings("NullAway.Init") // open() runs before the first element
  StatisticsOperator(StatisticConfig config, String topic) {
    this.statisticConfig = requireNonNull(config, "config is null");
    this.topic = requireNonNull(topic, "topic is null");
  }

  @Override
  public void open() throws Exception {
    super.open();
    states = new CachedStates(getKeyedStateStore(), this, statisticConfig.cacheEntries());
    state = states.value("statistics", new StatisticsCodec());
    timers = getInternalTimerService("user-timers", VoidNamespaceSerializer.INSTANCE, this);
    recordCodec = new AvroCodec<>(ItemStatistics.class);
    backlog = new Backlog(timers.currentProcessingTime());
  }

  @Override
  public void processElement1(StreamRecord<Interaction> element) throws IOException {
    Interaction interaction = element.getValue();
    if (interaction.strength() == 0) {
      return;
    }
    Statistics item = load();
    if (item.gone) {
      return;
    }
    item.add(interaction);
    if (item.timerAtMillis == Statistics.NEVER && hasMoved(item)) {
      publishOrWait(item);
    }
    state.update(item);
    states.trim();
  }

  @Override
  public void processElement2(StreamRecord<CatalogPresence> element) throws IOException {
    CatalogPresence presence = element.getValue();
    if (presence.present()) {
      Statistics known = state.value();
      if (known != null && known.gone) {
        bringBack(known);
      }
      states.trim();
      return;
    }
    Statistics item = load();
    if (!item.gone) {
      long version = OutputRecord.nextVersion(item.version, timers.currentProcessingTime());
      state.update(Statistics.takenDown(version));
      emit(OutputRecord.tombstone(topic, presence.itemId(), version));
    }
    states.trim();
  }

  @Override
  public void processWatermark1(Watermark mark) {
    backlog.advance(mark, timers.currentProcessingTime());
  }

  @Override
  protected void processWatermarkStatus(WatermarkStatus status, int index) {
    if (index == 0) {
      backlog.advance(status);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    states.flush();
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("Cannot fire: no event-time timer is registered here");
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws IOException {
    settle(timer.getTimestamp(), backlog.isRead() ? this::publish : this::publishOrWait);
  }

  @Override
  public void finish() throws Exception {
    PendingTimers.finish(
        timers, this, (itemId, timerAtMillis) -> settle(timerAtMillis, this::publish));
    super.finish();
  }

  /** A timer of the current item is over. */
  private void settle(long timerAtMillis, Consumer<Statistics> publication) throws IOException {
    Statistics item = load();
    // The timer of an item that was taken down meanwhile finds another time, or none.
    if (item.timerAtMillis == timerAtMillis) {
      item.timerAtMillis = Statistics.NEVER;
      publication.accept(item);
      state.update(item);
    }
    states.trim();
  }

  private boolean hasMoved(Statistics item) {
    return statisticConfig.epsilon() == 0 || item.moved() > statisticConfig.epsilon();
  }

  private void bringBack(Statistics item) throws IOException {
    item.gone = false;
    state.update(item);
  }

  private void publishOrWait(Statistics item) {
    long now = timers.currentProcessingTime();
    long interval = statisticConfig.publishInterval().toMillis();
    if (!backlog.isRead()) {
      await(item, backlog.dueMillis((String) getCurrentKey(), now));
      return;
    }
    if (item.publishedAtMillis == Statistics.NEVER || item.publishedAtMillis + interval <= now) {
      publish(item);
      return;
    }
    // A clock that jumped back must not keep the item waiting for longer than the interval.
    await(item, Math.min(item.publishedAtMillis, now) + interval);
  }

  private void await(Statistics item, long dueMillis) {
    item.timerAtMillis = dueMillis;
    timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, dueMillis);
  }

  private void publish(Statistics item) {
    long now = timers.currentProcessingTime();
    long version = OutputRecord.nextVersion(item.version, now);
    String itemId = (String) getCurrentKey();
    ItemStatistics record = item.publish(itemId, now, version);
    emit(OutputRecord.of(topic, itemId, recordCodec.encode(record), version));
  }

  private Statistics load() throws IOException {
    Statistics item = state.value();
    return item == null ? new Statistics() : item;
  }

  private void emit(OutputRecord record) {
    output.collect(new StreamRecord<>(record));
  }
}
