package io.freshet.jobs.embedding;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * What a test and the job it runs in the same JVM share: how far the sources may go, what came out,
 * when to fail. Found by name, because functions of a job are copied when they are deployed.
 */
public final class Gate {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Map<String, Gate> GATES = new ConcurrentHashMap<>();

  private final Map<String, List<Object>> collected = new ConcurrentHashMap<>();
  private final Map<String, Segments> segments = new ConcurrentHashMap<>();
  private final AtomicInteger checkpoints = new AtomicInteger();
  private final AtomicInteger failuresLeft = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger snapshots = new AtomicInteger();
  private final AtomicInteger allowed = new AtomicInteger(Integer.MAX_VALUE);
  private long released = -1;
  private boolean closed;
  private CompletableFuture<Void> changed = new CompletableFuture<>();

  private Gate() {}

  public static Gate of(String name) {
    return GATES.computeIfAbsent(name, absent -> new Gate());
  }

  /** Lets the sources send rounds up to this one. */
  public void release(long round) {
    change(round, closed);
  }

  /** Lets the sources end after their last record. */
  public void close(long round) {
    change(round, true);
  }

  private void change(long round, boolean close) {
    CompletableFuture<Void> before;
    synchronized (this) {
      released = round;
      closed = close;
      before = changed;
      changed = new CompletableFuture<>();
    }
    before.complete(null);
  }

  /** Makes the sources look again. */
  void wake() {
    change(released(), isClosed());
  }

  synchronized long released() {
    return released;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Completes when the sources may go further than now. */
  synchronized CompletableFuture<Void> changed() {
    return changed;
  }

  /** What a sink of this name got, in order of arrival. */
  public List<Object> collected(String sink) {
    return collected.computeIfAbsent(sink, absent -> new CopyOnWriteArrayList<>());
  }

  void collect(String sink, Object element) {
    collected(sink).add(element);
    signal();
  }

  /** Waits until the condition holds; it is looked at after everything that happens here. */
  public synchronized void await(BooleanSupplier condition) throws InterruptedException {
    if (!waitFor(condition, System.nanoTime() + PATIENCE.toNanos())) {
      throw new AssertionError("Waited in vain for " + PATIENCE);
    }
  }

  /** What a sink of this name got as of the checkpoints that were not taken back. */
  Segments segments(String sink) {
    return segments.computeIfAbsent(sink, absent -> new Segments());
  }

  /** What a sink of this name got, without what a restore took back. */
  public List<Object> committed(String sink) {
    return segments(sink).all();
  }

  private synchronized void signal() {
    notifyAll();
  }

  /** Makes that many requests fail, each after a further checkpoint has been completed. */
  public void fail(int times) {
    failuresLeft.set(times);
  }

  public int failuresLeft() {
    return failuresLeft.get();
  }

  public int requests() {
    return requests.get();
  }

  /** Lets that many requests pass; later ones wait. */
  public void hold(int requestsToPass) {
    allowed.set(requests.get() + requestsToPass);
  }

  /** Whether a request waits. */
  public boolean isHeld() {
    return requests.get() > allowed.get();
  }

  /** Lets the request pass that waits longest. */
  public void letOnePass() {
    allowed.incrementAndGet();
    signal();
  }

  /** Lets the request pass that waits longest, one per pace, until the condition holds. */
  public synchronized void creep(BooleanSupplier condition, Duration pace)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Crept in vain for " + PATIENCE);
      }
      if (isHeld()) {
        letOnePass();
      }
      waitFor(condition, System.nanoTime() + pace.toNanos());
    }
  }

  private synchronized boolean waitFor(BooleanSupplier condition, long deadline)
      throws InterruptedException {
    long left = deadline - System.nanoTime();
    while (!condition.getAsBoolean() && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
    return condition.getAsBoolean();
  }

  /** Nothing waits any more. */
  public void letGo() {
    allowed.set(Integer.MAX_VALUE);
    signal();
  }

  /** Snapshots that readers of sources have made. */
  public int snapshots() {
    return snapshots.get();
  }

  /** Checkpoints that were completed since a request failed, once per reader. */
  public int checkpoints() {
    return checkpoints.get();
  }

  void snapshotTaken() {
    snapshots.incrementAndGet();
    signal();
  }

  void checkpointCompleted() {
    checkpoints.incrementAndGet();
    signal();
  }

  /** Counts a request, lets it wait, and throws when one has to fail. */
  void request() {
    int ticket = requests.incrementAndGet();
    signal();
    try {
      await(() -> ticket <= allowed.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("a request is interrupted while it waits", e);
    }
    if (failuresLeft.get() > 0 && checkpoints.getAndSet(0) > 0) {
      failuresLeft.decrementAndGet();
      throw new IllegalStateException("a request fails because the test says so");
    }
  }
}
