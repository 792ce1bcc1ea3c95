package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.EmbeddingOutputTags;
import io.freshet.jobs.record.RoundFragment;
import io.freshet.jobs.record.RoundFragment.Count;
import io.freshet.jobs.state.CachedKey;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.MailboxExecutor.MailOptions;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * A keyed operator that applies what belongs to a round when its watermark reaches the round.
 *
 * <p>A watermark W says that every record of rounds up to W has arrived. Work on it is cut into
 * slices of some keys. Between two slices the task reads on, so that checkpoint barriers pass:
 * records of later rounds are only put aside. The watermark is forwarded after the last slice. A
 * key's state is complete after every slice, and what is still to be done is exactly what is still
 * put aside; hence a snapshot between two slices needs nothing more. After a restore the rest is
 * done when the next watermark comes; no receiver has closed the round meanwhile.
 *
 * <pre>
 * closing = null    nothing to do, all that waits belongs to open rounds
 * closing = W       W has arrived and is not forwarded; a mail for the next slice is on its way
 * next = V          V has arrived while the backlog was being closed, and is next
 * </pre>
 *
 * When the next watermark arrives before a live round is closed, the rest is done at once: so a
 * slow stage holds back its senders, and no more than two rounds wait in it; a live round that
 * takes longer than its interval delays barriers by what is left of it. The backlog may take far
 * longer than that. While it is being closed, later watermarks wait, the newest for all, and
 * barriers pass.
 *
 * @param <T> what it yields
 */
abstract class RoundOperator<T> extends AbstractStreamOperator<T> {
  private static final long serialVersionUID = 1;
  private static final long BACKLOG = 0;

  // -- configuration
  private final int sliceKeys;
  private final long cacheEntries;

  // -- runtime
  private transient String key = "";
  private transient @Nullable MailboxExecutor mailbox;
  private transient OpenRounds<CachedKey> openRounds = new OpenRounds<>();
  private transient BacklogProgress backlog = new BacklogProgress();
  private transient @Nullable States states;
  private transient @Nullable Watermark closing;
  private transient @Nullable Watermark next;
  private transient boolean isScheduled;

  /**
   * An operator that works in slices.
   *
   * @param sliceKeys keys of a slice
   * @param cacheEntries entries of state that are held decoded
   */
  RoundOperator(int sliceKeys, long cacheEntries) {
    this.sliceKeys = sliceKeys;
    this.cacheEntries = cacheEntries;
  }

  @Override
  public void setMailboxExecutor(MailboxExecutor mailboxExecutor) {
    super.setMailboxExecutor(mailboxExecutor);
    mailbox = mailboxExecutor;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    backlog = new BacklogProgress();
    backlog.initializeState(context);
  }

  @Override
  public void open() throws Exception {
    super.open();
    backlog.register(getMetricGroup());
    openRounds = new OpenRounds<>();
    for (String state : pendingStates()) {
      for (String waiting : keys(state)) {
        setCurrentKey(waiting);
        pendingRounds().forEach(this::waitsFor);
      }
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    states().flush();
    backlog.snapshotState();
  }

  /** Noted only: the state backend is told when it is asked, which is seldom. */
  @Override
  public final void setCurrentKey(Object next) {
    key = (String) next;
  }

  @Override
  public final Object getCurrentKey() {
    return key;
  }

  /** The current key, for the state backend. */
  private final class BackendKey implements KeyContext {
    @Override
    public void setCurrentKey(Object next) {
      RoundOperator.super.setCurrentKey(next);
    }

    @Override
    public Object getCurrentKey() {
      return key;
    }
  }

  /** The states of this operator; the first call, in {@code open}, opens them. */
  final States states() {
    States opened = states;
    if (opened == null) {
      opened = new States(getKeyedStateStore(), new BackendKey(), cacheEntries);
      states = opened;
    }
    return opened;
  }

  /** Keys of this subtask for which the state backend holds something under the name. */
  final List<String> keys(String state) {
    try (Stream<String> keys =
        this.<String>getKeyedStateBackend().getKeys(state, VoidNamespace.INSTANCE)) {
      return keys.distinct().toList();
    }
  }

  /** Names of the keyed states that hold what waits for its round. */
  abstract List<String> pendingStates();

  /** Rounds that something of the current key waits for. */
  abstract List<Long> pendingRounds() throws Exception;

  /** The watermark of what was closed is about to be forwarded. */
  void beforeWatermark() throws Exception {}

  /** Applies, for each key, what waits for the round, and yields the outcome as a part of it. */
  abstract void closeKeys(List<CachedKey> keys, long round) throws Exception;

  /** Notes that something of the current key waits for the round. */
  final void waitsFor(long round) {
    if (openRounds.add(round, states().current()) && round == BACKLOG) {
      backlog.found();
    }
  }

  /** Makes the key the current one. */
  final void at(CachedKey next) {
    key = next.key();
    states().next(next);
  }

  /** Tells the manifest of the round. */
  final void count(long round, Count count, int layer, long amount) {
    if (amount > 0) {
      output.collect(
          EmbeddingOutputTags.FRAGMENTS,
          new StreamRecord<>(RoundFragment.of(round, count, layer, amount)));
    }
  }

  /** Makes room for further state; not in the middle of a key's work. */
  final void trim() throws IOException {
    states().trim();
  }

  @Override
  public final void processWatermark(Watermark mark) throws Exception {
    boolean isLast = mark.equals(Watermark.MAX_WATERMARK);
    if (isClosingTheBacklog() && !isLast) {
      next = mark;
      return;
    }
    closeRest();
    closing = mark;
    closeSlice();
    if (isLast) {
      closeRest();
    }
  }

  @Override
  public void finish() throws Exception {
    closeRest();
    super.finish();
  }

  private boolean isClosingTheBacklog() {
    @Nullable Long round = closing == null ? null : openRounds.due(closing.getTimestamp());
    return round != null && round == BACKLOG;
  }

  private void closeRest() throws Exception {
    while (closing != null) {
      closeSlice();
    }
  }

  private void closeSlice() throws Exception {
    Watermark mark = closing;
    if (mark == null) {
      return;
    }
    @Nullable Long round = openRounds.due(mark.getTimestamp());
    if (round != null) {
      List<CachedKey> keys = openRounds.take(round, sliceKeys);
      closeKeys(keys, round);
      if (round == BACKLOG) {
        backlog.closed(keys.size());
      }
      trim();
    }
    if (openRounds.due(mark.getTimestamp()) == null) {
      closing = next;
      next = null;
      beforeWatermark();
      output.emitWatermark(mark);
    }
    if (closing != null) {
      schedule();
    }
  }

  private void schedule() {
    if (isScheduled) {
      return;
    }
    try {
      // Deferrable: a chained sink that waits for room must not be entered again from here.
      requireNonNull(mailbox, "mailbox is null")
          .execute(MailOptions.deferrable(), this::continueClosing, "close a slice of a round");
      isScheduled = true;
    } catch (RejectedExecutionException e) {
      // The job was stopped with a savepoint, which holds the rest of the round.
      closing = null;
      next = null;
    }
  }

  private void continueClosing() throws Exception {
    isScheduled = false;
    closeSlice();
  }
}
