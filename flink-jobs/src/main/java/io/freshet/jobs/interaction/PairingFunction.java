package io.freshet.jobs.interaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.CheckedEvent;
import io.freshet.jobs.record.EdgeUpdate;
import io.freshet.jobs.record.Interaction;
import io.freshet.jobs.record.Reason;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.datasketches.hash.MurmurHash3;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps one history per user; each event is read against it once. A history is published at once
 * when the last publication is an interval ago, else by a timer at the interval's end.
 */
final class PairingFunction extends KeyedProcessFunction<String, CheckedEvent, EdgeUpdate> {
  private static final long EVENT_ID_SEED = 0x66726573686574L;
  private static final long serialVersionUID = 1;

  // Configuration.
  private final InteractionConfig config;
  private final String historyTopic;

  // Runtime.
  private transient ValueState<byte[]> state;
  private transient HistoryCodec codec;
  private transient Strengths strengths;
  private transient Pairing pairing;
  private transient UserHistories histories;
  private transient Counter duplicates;
  private transient Counter capped;

  @SuppressWarnings("NullAway.Init") // open() runs before the first element
  PairingFunction(InteractionConfig config, String historyTopic) {
    this.config = requireNonNull(config, "config is null");
    this.historyTopic = requireNonNull(historyTopic, "historyTopic is null");
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<byte[]> descriptor =
        new ValueStateDescriptor<>(
            "history", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(config.horizon()).build());
    state = getRuntimeContext().getState(descriptor);
    codec = new HistoryCodec();
    strengths = new Strengths(config);
    pairing = new Pairing(config);
    histories = new UserHistories(historyTopic);
    duplicates = dropped(Reason.DUPLICATE);
    capped = dropped(Reason.CAPPED);
  }

  @Override
  public void processElement(CheckedEvent event, Context context, Collector<EdgeUpdate> out)
      throws IOException {
    History history = load();
    long eventHash = MurmurHash3.hash(event.eventId().getBytes(UTF_8), EVENT_ID_SEED)[0];
    if (history.contains(eventHash)) {
      duplicates.inc();
      return;
    }
    long day = Math.floorDiv(event.occurredAtMillis(), TimeUnit.DAYS.toMillis(1));
    if (history.admits(day, config.maxDailyEvents())) {
      accept(event, eventHash, history, context, out);
    } else {
      capped.inc();
    }
    state.update(codec.encode(history));
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<EdgeUpdate> out)
      throws IOException {
    History history = load();
    history.timerAtMillis = History.NEVER;
    // A history that outlived its state is empty: publishing that would erase what readers hold.
    if (!history.interactions().isEmpty()) {
      publish(history, context);
      state.update(codec.encode(history));
    }
  }

  private void accept(
      CheckedEvent event,
      long eventHash,
      History history,
      Context context,
      Collector<EdgeUpdate> out) {
    double strength = strengths.of(event);
    context.output(
        Interactions.INTERACTIONS,
        new Interaction(
            event.userId(),
            event.itemId(),
            event.itemType(),
            event.signal(),
            strength,
            event.occurredAtMillis(),
            event.ingestedAtMillis()));
    if (strength == 0) {
      history.remember(eventHash, config.recentIds());
      return;
    }
    history.forgetBefore(event.clockMillis() - config.horizon().toMillis());
    PastInteraction fresh =
        new PastInteraction(
            eventHash,
            event.itemId(),
            event.itemType(),
            event.signal(),
            strength,
            event.occurredAtMillis());
    pairing.pair(fresh, history.interactions(), event.ingestedAtMillis(), out::collect);
    history.add(fresh, config.history(), config.recentIds());
    publishOrWait(history, context);
  }

  private void publishOrWait(History history, Context context) {
    if (history.timerAtMillis != History.NEVER) {
      return;
    }
    long now = context.timerService().currentProcessingTime();
    long dueMillis =
        history.publishedAtMillis == History.NEVER
            ? now
            : history.publishedAtMillis + config.publishInterval().toMillis();
    if (dueMillis <= now) {
      publish(history, context);
    } else {
      // A clock that jumped back must not keep a history waiting for longer than the interval.
      history.timerAtMillis = Math.min(dueMillis, now + config.publishInterval().toMillis());
      context.timerService().registerProcessingTimeTimer(history.timerAtMillis);
    }
  }

  private void publish(History history, Context context) {
    long now = context.timerService().currentProcessingTime();
    history.version = OutputRecord.nextVersion(history.version, now);
    history.publishedAtMillis = now;
    context.output(Interactions.HISTORIES, histories.output(context.getCurrentKey(), history));
  }

  private History load() throws IOException {
    byte[] bytes = state.value();
    return bytes == null ? new History() : codec.decode(bytes);
  }

  private Counter dropped(Reason reason) {
    return getRuntimeContext()
        .getMetricGroup()
        .addGroup("reason", reason.label())
        .counter("events_dropped");
  }
}
