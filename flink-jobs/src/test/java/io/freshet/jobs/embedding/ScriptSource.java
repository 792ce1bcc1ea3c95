package io.freshet.jobs.embedding;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A source whose records carry their rounds, released round by round by a {@link Gate}. Partitions
 * move freely between subtasks at a restore; a subtask without one still ends rounds.
 *
 * @param <T> its records
 */
public final class ScriptSource<T>
    implements Source<T, ScriptSource.Partition, ScriptSource.Progress> {
  private static final long serialVersionUID = 1;
  private static final int PARTITIONS = 4;

  /**
   * A partition and how far it has been read.
   *
   * @param number which one
   * @param position records that were sent
   */
  public record Partition(int number, int position) implements SourceSplit {
    @Override
    public String splitId() {
      return "partition-" + number;
    }
  }

  /**
   * Which partitions have not been handed out.
   *
   * @param partitions none of which any subtask has
   */
  public record Progress(List<Partition> partitions) {}

  /** A function that travels with the job. */
  public interface Shipped<A, B> extends Function<A, B>, Serializable {}

  private final String gate;
  private final Shipped<Integer, List<List<T>>> script;
  private final Shipped<T, Long> round;

  /**
   * A source.
   *
   * @param gate name of the gate
   * @param script number of partitions to their records, rounds ascending
   * @param round round of a record
   */
  public ScriptSource(String gate, Shipped<Integer, List<List<T>>> script, Shipped<T, Long> round) {
    this.gate = gate;
    this.script = script;
    this.round = round;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<T, Partition> createReader(SourceReaderContext context) {
    return new Reader(Gate.of(gate), script.apply(PARTITIONS), context.getIndexOfSubtask());
  }

  @Override
  public SplitEnumerator<Partition, Progress> createEnumerator(
      SplitEnumeratorContext<Partition> context) {
    List<Partition> all = new ArrayList<>();
    for (int number = 0; number < PARTITIONS; number++) {
      all.add(new Partition(number, 0));
    }
    return new Enumerator(context, all);
  }

  @Override
  public SplitEnumerator<Partition, Progress> restoreEnumerator(
      SplitEnumeratorContext<Partition> context, Progress progress) {
    return new Enumerator(context, progress.partitions());
  }

  @Override
  public SimpleVersionedSerializer<Partition> getSplitSerializer() {
    return new Serializer<>(ScriptSource::text, ScriptSource::partition);
  }

  @Override
  public SimpleVersionedSerializer<Progress> getEnumeratorCheckpointSerializer() {
    return new Serializer<>(
        progress ->
            progress.partitions().stream().map(ScriptSource::text).collect(Collectors.joining(",")),
        text ->
            new Progress(
                Arrays.stream(text.split(",", -1))
                    .filter(part -> !part.isEmpty())
                    .map(ScriptSource::partition)
                    .toList()));
  }

  private static String text(Partition partition) {
    return partition.number() + " " + partition.position();
  }

  private static Partition partition(String text) {
    int space = text.indexOf(' ');
    return new Partition(
        Integer.parseInt(text.substring(0, space)), Integer.parseInt(text.substring(space + 1)));
  }

  private static final class Enumerator implements SplitEnumerator<Partition, Progress> {
    private final SplitEnumeratorContext<Partition> context;
    private final TreeMap<Integer, List<Partition>> waiting = new TreeMap<>();

    Enumerator(SplitEnumeratorContext<Partition> context, List<Partition> fresh) {
      this.context = context;
      for (Partition partition : fresh) {
        waiting
            .computeIfAbsent(
                partition.number() % context.currentParallelism(), subtask -> new ArrayList<>())
            .add(partition);
      }
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {}

    @Override
    public void addSplitsBack(List<Partition> partitions, int subtask) {
      waiting.computeIfAbsent(subtask, absent -> new ArrayList<>()).addAll(partitions);
    }

    @Override
    public void addReader(int subtask) {
      List<Partition> partitions = waiting.remove(subtask);
      if (partitions != null) {
        partitions.forEach(partition -> context.assignSplit(partition, subtask));
      }
      context.signalNoMoreSplits(subtask);
    }

    @Override
    public Progress snapshotState(long checkpoint) {
      return new Progress(waiting.values().stream().flatMap(List::stream).toList());
    }

    @Override
    public void close() {}
  }

  private final class Reader implements SourceReader<T, Partition> {
    private final Gate control;
    private final List<List<T>> records;
    private final TreeMap<Integer, Integer> positions = new TreeMap<>();
    private final Random random;
    private boolean complete;
    private long watermark = Long.MIN_VALUE;

    Reader(Gate control, List<List<T>> records, int subtask) {
      this.control = control;
      this.records = records;
      this.random = new Random(subtask);
    }

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) {
      if (!complete) {
        return InputStatus.NOTHING_AVAILABLE;
      }
      long released = control.released();
      List<Integer> ready = new ArrayList<>();
      long least = Long.MAX_VALUE;
      for (int partition : positions.keySet()) {
        long next = nextRound(partition);
        least = Math.min(least, next);
        if (next <= released) {
          ready.add(partition);
        }
      }
      long ended = Math.min(least - 1, released);
      if (ended > watermark && ended >= 0) {
        watermark = ended;
        output.emitWatermark(new Watermark(ended));
      }
      if (ready.isEmpty()) {
        return least == Long.MAX_VALUE && control.isClosed()
            ? InputStatus.END_OF_INPUT
            : InputStatus.NOTHING_AVAILABLE;
      }
      int partition = ready.get(random.nextInt(ready.size()));
      int position = positions.merge(partition, 1, Integer::sum) - 1;
      output.collect(records.get(partition).get(position));
      return InputStatus.MORE_AVAILABLE;
    }

    private long nextRound(int partition) {
      List<T> script = records.get(partition);
      int position = positions.getOrDefault(partition, 0);
      return position < script.size() ? round.apply(script.get(position)) : Long.MAX_VALUE;
    }

    @Override
    public List<Partition> snapshotState(long checkpoint) {
      List<Partition> partitions = new ArrayList<>();
      positions.forEach((number, position) -> partitions.add(new Partition(number, position)));
      control.snapshotTaken();
      return partitions;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      CompletableFuture<Void> changed = control.changed();
      boolean mayGoOn = complete && (watermark < control.released() || control.isClosed());
      return mayGoOn ? CompletableFuture.completedFuture(null) : changed;
    }

    @Override
    public void addSplits(List<Partition> partitions) {
      partitions.forEach(split -> positions.put(split.number(), split.position()));
    }

    @Override
    public void notifyNoMoreSplits() {
      complete = true;
      wake();
    }

    private void wake() {
      control.wake();
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      control.checkpointCompleted();
    }

    @Override
    public void close() {}
  }

  /** States as text. */
  static final class Serializer<S> implements SimpleVersionedSerializer<S> {
    private final Function<S, String> toText;
    private final Function<String, S> fromText;

    Serializer(Function<S, String> toText, Function<String, S> fromText) {
      this.toText = toText;
      this.fromText = fromText;
    }

    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(S value) {
      return toText.apply(value).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public S deserialize(int version, byte[] bytes) {
      return fromText.apply(StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes)).toString());
    }
  }
}
