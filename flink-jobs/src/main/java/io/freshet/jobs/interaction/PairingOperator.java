package io.freshet.jobs.interaction;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.backlog.Backlog;
import io.freshet.jobs.backlog.PendingTimers;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.metric.JobMetrics;
import io.freshet.jobs.record.CheckedEvent;
import io.freshet.jobs.record.EdgeUpdates;
import io.freshet.jobs.record.Interaction;
import io.freshet.jobs.record.Reason;
import io.freshet.jobs.record.UserErasure;
import io.freshet.jobs.state.CachedStates;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.metrics.Counter;
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
 * Keeps one history per user; each event is read against it once. A history is published at once
 * when the last publication is an interval ago, else by a timer at the interval's end.
 *
 * <p>First input: events. Second: erasures. Which of them arrives first does not matter to what is
 * remembered in the end: an erasure takes away what was ingested up to it, and its time stays for
 * as long as a history does, so that what is late starts nothing. Pairs that were made stay.
 */
final class PairingOperator extends AbstractStreamOperator<EdgeUpdates>
    implements TwoInputStreamOperator<CheckedEvent, UserErasure, EdgeUpdates>,
        Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1;

  // Configuration.
  private final InteractionConfig interactionConfig;
  private final String historyTopic;

  // Runtime.
  private transient CachedStates states;
  private transient ValueState<History> state;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient HistoryRule rule;
  private transient UserHistories histories;
  private transient Backlog backlog;
  private transient Counter duplicates;
  private transient Counter capped;
  private transient Counter cut;
  private transient Counter erased;
  private transient Counter late;

  @SuppressWarnings("NullAway.Init") // open() runs before the first element
  PairingOperator(InteractionConfig config, String historyTopic) {
    this.interactionConfig = requireNonNull(config, "config is null");
    this.historyTopic = requireNonNull(historyTopic, "historyTopic is null");
  }

  @Override
  public void open() throws Exception {
    super.open();
    SharedIds ids = new SharedIds();
    states = new CachedStates(getKeyedStateStore(), this, interactionConfig.cacheEntries());
    state =
        states.value(
            "history",
            new HistoryCodec(ids),
            StateTtlConfig.newBuilder(interactionConfig.horizon()).build());
    timers = getInternalTimerService("user-timers", VoidNamespaceSerializer.INSTANCE, this);
    rule = new HistoryRule(interactionConfig, ids);
    histories = new UserHistories(historyTopic);
    backlog = new Backlog(timers.currentProcessingTime());
    duplicates = dropped(Reason.DUPLICATE);
    capped = dropped(Reason.CAPPED);
    cut = counter("edge_updates_cut_total", Reason.CAPPED);
    erased = JobMetrics.of(getMetricGroup()).counter("users_erased_total");
    late = JobMetrics.of(getMetricGroup()).counter("events_erased_total");
  }

  @Override
  public void processElement1(StreamRecord<CheckedEvent> element) throws IOException {
    CheckedEvent event = element.getValue();
    History history = load();
    HistoryRule.Outcome outcome = rule.apply(event, history, this::emit, this::emit);
    cut.inc(rule.cut());
    switch (outcome) {
      case ERASED -> late.inc();
      case DUPLICATE -> duplicates.inc();
      case CAPPED -> {
        capped.inc();
        keep(history);
      }
      case SILENT -> keep(history);
      case KEPT -> {
        publishOrWait(history);
        keep(history);
      }
    }
  }

  @Override
  public void processElement2(StreamRecord<UserErasure> element) throws IOException {
    UserErasure erasure = element.getValue();
    History history = load();
    if (history.isErased(erasure.ingestedAtMillis())) {
      return;
    }
    erased.inc();
    history.erase(erasure.ingestedAtMillis());
    if (history.timerAtMillis != History.NEVER) {
      timers.deleteProcessingTimeTimer(VoidNamespace.INSTANCE, history.timerAtMillis);
      history.timerAtMillis = History.NEVER;
    }
    if (history.interactions().isEmpty()) {
      // Even where nothing is known: the record on the topic outlives the state.
      end(history);
    } else {
      publish(history);
    }
    state.update(history);
    states.trim();
  }

  @Override
  public void processWatermark1(Watermark mark) {
    backlog.advance(mark, timers.currentProcessingTime());
    output.emitWatermark(mark);
  }

  @Override
  protected void processWatermarkStatus(WatermarkStatus status, int index) {
    if (index == 0) {
      backlog.advance(status);
      output.emitWatermarkStatus(status);
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
    settle(backlog.isRead() ? this::publish : this::publishOrWait);
  }

  @Override
  public void finish() throws Exception {
    PendingTimers.finish(timers, this, (user, timerAtMillis) -> settle(this::publish));
    super.finish();
  }

  /** The timer of the current user is over. */
  private void settle(Consumer<History> publication) throws IOException {
    History history = load();
    history.timerAtMillis = History.NEVER;
    // A history that outlived its state is empty: publishing that would erase what readers hold.
    if (!history.interactions().isEmpty()) {
      publication.accept(history);
      state.update(history);
      states.trim();
    }
  }

  private void emit(Interaction interaction) {
    output.collect(Interactions.INTERACTIONS, new StreamRecord<>(interaction));
  }

  private void emit(EdgeUpdates updates) {
    output.collect(new StreamRecord<>(updates));
  }

  private void keep(History history) throws IOException {
    state.update(history);
    states.trim();
  }

  private void publishOrWait(History history) {
    if (history.timerAtMillis != History.NEVER) {
      return;
    }
    long now = timers.currentProcessingTime();
    long dueMillis = dueMillis(history, now);
    if (dueMillis <= now) {
      publish(history);
    } else {
      history.timerAtMillis = dueMillis;
      timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, history.timerAtMillis);
    }
  }

  private long dueMillis(History history, long now) {
    if (!backlog.isRead()) {
      return backlog.dueMillis((String) getCurrentKey(), now);
    }
    if (history.publishedAtMillis == History.NEVER) {
      return now;
    }
    // A clock that jumped back must not keep a history waiting for longer than the interval.
    return Math.min(history.publishedAtMillis, now)
        + interactionConfig.publishInterval().toMillis();
  }

  private void publish(History history) {
    long now = timers.currentProcessingTime();
    history.version = OutputRecord.nextVersion(history.version, now);
    history.publishedAtMillis = now;
    output.collect(
        Interactions.HISTORIES,
        new StreamRecord<>(histories.output((String) getCurrentKey(), history)));
  }

  private void end(History history) {
    history.version = OutputRecord.nextVersion(history.version, timers.currentProcessingTime());
    output.collect(
        Interactions.HISTORIES,
        new StreamRecord<>(
            OutputRecord.tombstone(historyTopic, (String) getCurrentKey(), history.version)));
  }

  private History load() throws IOException {
    History history = state.value();
    return history == null ? new History() : history;
  }

  private Counter dropped(Reason reason) {
    return counter("events_dropped_total", reason);
  }

  private Counter counter(String name, Reason reason) {
    return JobMetrics.of(getMetricGroup(), "reason", reason.label()).counter(name);
  }
}
