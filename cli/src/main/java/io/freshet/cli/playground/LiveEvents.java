package io.freshet.cli.playground;

import io.freshet.cli.replay.ListeningProducer;
import io.freshet.cli.replay.ReplayProgress;
import io.freshet.cli.replay.Replayer;
import io.freshet.schemas.ListeningEvent;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Sends a programme's live events on a thread of its own until they end or it is closed. */
final class LiveEvents implements AutoCloseable {
  private final ListeningProducer producer;
  private final Consumer<ListeningEvent> listener;
  private final AtomicLong sent = new AtomicLong();
  private volatile String lastUser = "";
  private final Replayer replayer;
  private final FutureTask<ReplayProgress> sending;

  private LiveEvents(
      ListeningProducer producer,
      Programme programme,
      long played,
      Consumer<ListeningEvent> listener) {
    this.producer = producer;
    this.listener = listener;
    replayer = new Replayer(this::send, progress -> {}, System::nanoTime);
    sending =
        new FutureTask<>(
            () -> {
              try (Stream<ListeningEvent> events = programme.live(played, producer::send)) {
                return replayer.run(events.iterator(), programme.pace());
              } finally {
                producer.flush();
              }
            });
  }

  /**
   * Starts sending.
   *
   * @param played live events that were sent by an earlier run
   * @param listener told of each event before it is sent, on the sending thread
   */
  static LiveEvents start(
      ListeningProducer producer,
      Programme programme,
      long played,
      Consumer<ListeningEvent> listener) {
    LiveEvents events = new LiveEvents(producer, programme, played, listener);
    new Thread(events.sending, "playground-events").start();
    return events;
  }

  long sent() {
    return sent.get();
  }

  /** User of the newest event; empty before the first. */
  String lastUser() {
    return lastUser;
  }

  /**
   * Whether there are no more events.
   *
   * @throws IllegalStateException when the sending failed
   */
  boolean haveEnded() throws InterruptedException {
    if (sending.isDone()) {
      outcome();
      return true;
    }
    return false;
  }

  /** Stops sending. */
  void stop() {
    replayer.stop();
  }

  /**
   * Waits for the end of the sending.
   *
   * @return the final standing
   */
  ReplayProgress outcome() throws InterruptedException {
    try {
      return sending.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Cannot send live events: %s".formatted(e.getCause()), e.getCause());
    }
  }

  @Override
  public void close() {
    replayer.stop();
  }

  private void send(ListeningEvent event) {
    listener.accept(event);
    producer.send(event);
    sent.incrementAndGet();
    lastUser = event.getUserId();
  }
}
