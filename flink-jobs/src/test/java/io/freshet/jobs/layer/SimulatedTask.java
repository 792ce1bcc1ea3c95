package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;

/**
 * One subtask of one stage in a {@link LayerSimulation}: channels that keep order, and the
 * watermark that is the least of theirs. Which channel is read next is drawn at random.
 */
@NullMarked
abstract class SimulatedTask {
  /** A watermark in a channel. */
  record Mark(long round) {}

  /** A record in a channel, with the number of the input it belongs to. */
  record Element(int input, Object value) {}

  /** Where a task's output goes: subtasks of the next stage, by key. */
  record Route(Function<Object, String> key, int input, List<SimulatedTask> targets) {}

  private final Random random;

  private final List<Deque<Object>> channels = new ArrayList<>();
  private final List<Long> marks = new ArrayList<>();
  private final Map<SimulatedTask, Deque<Object>> outlets = new HashMap<>();
  private final List<Route> routes = new ArrayList<>();
  private long watermark = Long.MIN_VALUE;

  SimulatedTask(Random random) {
    this.random = random;
  }

  /** Ways to the next stages. */
  final int routes() {
    return routes.size();
  }

  abstract void element(int input, Object value) throws Exception;

  /** Begins to close; done when {@link #isClosing} is false. */
  abstract void close(long round) throws Exception;

  boolean isClosing() {
    return false;
  }

  void slice() throws Exception {}

  void connect(Function<Object, String> key, int input, List<? extends SimulatedTask> targets) {
    routes.add(new Route(key, input, List.copyOf(targets)));
    for (SimulatedTask target : targets) {
      outlets.computeIfAbsent(target, SimulatedTask::newChannel);
    }
  }

  private Deque<Object> newChannel() {
    Deque<Object> channel = new ArrayDeque<>();
    channels.add(channel);
    marks.add(Long.MIN_VALUE);
    return channel;
  }

  final void emit(int route, Object value) {
    Route out = routes.get(route);
    int subtask = Math.floorMod(out.key().apply(value).hashCode(), out.targets().size());
    requireNonNull(outlets.get(out.targets().get(subtask)), "not connected")
        .add(new Element(out.input(), value));
  }

  final void forward(long round) {
    outlets.values().forEach(channel -> channel.add(new Mark(round)));
  }

  /** Does one step; false when there is nothing to do. */
  final boolean step() throws Exception {
    List<Integer> ready = new ArrayList<>();
    for (int channel = 0; channel < channels.size(); channel++) {
      if (!channels.get(channel).isEmpty()) {
        ready.add(channel);
      }
    }
    if (isClosing() && (ready.isEmpty() || random.nextBoolean())) {
      slice();
      return true;
    }
    if (ready.isEmpty()) {
      return false;
    }
    read(ready.get(random.nextInt(ready.size())));
    return true;
  }

  private void read(int channel) throws Exception {
    Object next = channels.get(channel).remove();
    if (next instanceof Element element) {
      element(element.input(), element.value());
      return;
    }
    marks.set(channel, ((Mark) next).round());
    long least = marks.stream().mapToLong(Long::longValue).min().orElseThrow();
    if (least > watermark) {
      watermark = least;
      close(least);
    }
  }
}
