package io.freshet.jobs.layer;

import io.freshet.jobs.embedding.GraphScript.Round;
import io.freshet.jobs.embedding.SeededInference;
import io.freshet.jobs.embedding.SeededModel;
import io.freshet.jobs.inference.InferenceClient;
import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.FeatureUpdate;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.record.Patience;
import io.freshet.jobs.record.SubscriptionChange;
import io.freshet.jobs.record.ThresholdRange;
import io.freshet.jobs.record.Thresholds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The embedding job without a runtime: the rules of all stages on several subtasks, joined by
 * channels that keep order, and a scheduler that picks the next step at random. Every interleaving
 * that the runtime may choose can happen: one subtask rounds ahead of another, records that
 * overtake another channel's watermark, input between two slices of a round.
 */
@NullMarked
public final class LayerSimulation {
  private final class Source extends SimulatedTask {
    private final Deque<Object> script = new ArrayDeque<>();

    Source() {
      super(random);
    }

    @Override
    void element(int input, Object value) {
      throw new IllegalStateException("a source has no input");
    }

    @Override
    void close(long round) {}

    @Override
    boolean isClosing() {
      return !script.isEmpty();
    }

    @Override
    void slice() {
      Object next = script.remove();
      if (next instanceof SimulatedTask.Mark mark) {
        forward(mark.round());
      } else {
        emit(0, next);
      }
    }
  }

  /** What an item's aggregate of a layer was as of a closed round. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record HeldAggregate(int layer, long round, String item, String relationType, float[] mean) {}

  /** As {@link RoundOperator}, slices included. */
  private abstract class RoundTask extends SimulatedTask {
    final HeapStates states = new HeapStates();
    final OpenRounds<String> openRounds = new OpenRounds<>();
    private long closing = Long.MIN_VALUE;

    RoundTask() {
      super(random);
    }

    abstract void closeKeys(List<String> keys, long round) throws Exception;

    /** All keys are as of that round. */
    void closed(long round) throws Exception {}

    @Override
    boolean isClosing() {
      return closing != Long.MIN_VALUE;
    }

    @Override
    void close(long round) throws Exception {
      while (isClosing()) {
        slice();
      }
      closing = round;
    }

    @Override
    void slice() throws Exception {
      Long round = openRounds.due(closing);
      if (round != null) {
        closeKeys(openRounds.take(round, 1 + random.nextInt(3)), round);
      }
      if (openRounds.due(closing) == null) {
        closed(closing);
        forward(closing);
        closing = Long.MIN_VALUE;
      }
    }
  }

  private final class Diff extends RoundTask {
    private final NeighborhoodNode node =
        new NeighborhoodNode(
            states.value(), new PendingNeighborhoods(states.value(), states.map()));

    @Override
    void element(int input, Object value) throws Exception {
      NeighborhoodUpdate update = (NeighborhoodUpdate) value;
      states.key(update.item());
      node.hold(update);
      openRounds.add(update.round(), update.item());
    }

    @Override
    void closeKeys(List<String> keys, long round) throws Exception {
      for (String key : keys) {
        states.key(key);
        for (NeighborhoodDiff diff : node.close(round)) {
          for (int layer = 0; layer < layers; layer++) {
            int toScatter = 2 * layer;
            diff.subscriptions().forEach(change -> emit(toScatter, change));
            diff.scales().forEach(change -> emit(toScatter + 1, change));
          }
        }
      }
    }
  }

  private final class Encode extends RoundTask {
    private final EncodeNode node =
        new EncodeNode(states.value(), states.value(), states.map(), states.value());

    @Override
    void element(int input, Object value) throws Exception {
      FeatureUpdate update = (FeatureUpdate) value;
      states.key(update.item());
      node.hold(update);
      openRounds.add(update.round(), update.item());
    }

    @Override
    void closeKeys(List<String> keys, long round) throws Exception {
      for (String key : keys) {
        embed(this, node, key, round, 0);
      }
    }
  }

  private final class Scatter extends RoundTask {
    private final Messages messages = new Messages(model.dimensions(), MOST_MESSAGES, this::flush);
    private final ScatterNode node =
        new ScatterNode(
            states.value(),
            states.value(),
            states.parted(PendingSource::new),
            messages,
            model.dimensions(),
            thresholds,
            patience);
    private long round;

    @Override
    void element(int input, Object value) throws Exception {
      if (value instanceof SubscriptionChange change) {
        states.key(change.source());
        node.hold(change);
        openRounds.add(change.round(), change.source());
      } else {
        LayerEmbedding embedding = (LayerEmbedding) value;
        states.key(embedding.item());
        node.hold(embedding);
        openRounds.add(embedding.round(), embedding.item());
      }
    }

    @Override
    void closeKeys(List<String> keys, long round) throws Exception {
      for (String key : keys) {
        states.key(key);
        this.round = round;
        node.close(key, round, until -> openRounds.add(until, key));
      }
      flush();
    }

    private void flush() {
      messages.flush(round, change -> emit(0, change));
    }
  }

  private final class Gather extends RoundTask {
    private final int layer;
    private final GatherNode node;
    private final ValueState<Target> targets = states.value();
    private final Set<String> keys = new TreeSet<>();

    Gather(int layer) {
      this.layer = layer;
      this.node = new GatherNode(targets, states.value(), thresholds, patience, model.dimensions());
    }

    @Override
    void element(int input, Object value) throws Exception {
      if (value instanceof AggregateChange change) {
        states.key(change.target());
        node.hold(change);
        keys.add(change.target());
        openRounds.add(change.round(), change.target());
      } else {
        LayerEmbedding embedding = (LayerEmbedding) value;
        states.key(embedding.item());
        node.hold(embedding);
        openRounds.add(embedding.round(), embedding.item());
      }
    }

    @Override
    void closeKeys(List<String> keys, long round) throws Exception {
      for (String key : keys) {
        embed(this, node, key, round, layer);
      }
    }

    @Override
    void closed(long round) throws Exception {
      for (String key : keys) {
        states.key(key);
        Target target = targets.value();
        if (target != null) {
          note(key, target, round);
        }
      }
    }

    private void note(String item, Target target, long round) {
      for (Relation relation : target.relations()) {
        float[] mean = relation.mean();
        if (mean != null) {
          aggregates.add(new HeldAggregate(layer, round, item, relation.type, mean));
        }
      }
    }
  }

  /** Keeps what is published, as of every closed round. */
  private final class Published extends SimulatedTask {
    private final TreeMap<Long, Map<String, LayerEmbedding>> open = new TreeMap<>();
    private final Map<String, LayerEmbedding> newest = new TreeMap<>();

    Published() {
      super(random);
    }

    @Override
    void element(int input, Object value) {
      LayerEmbedding embedding = (LayerEmbedding) value;
      open.computeIfAbsent(embedding.round(), round -> new HashMap<>())
          .put(embedding.item(), embedding);
    }

    @Override
    void close(long round) {
      while (!open.isEmpty() && open.firstKey() <= round) {
        open.pollFirstEntry()
            .getValue()
            .forEach(
                (item, embedding) -> {
                  if (embedding.removed()) {
                    newest.remove(item);
                  } else {
                    newest.put(item, embedding);
                  }
                });
      }
      closed.put(round, new TreeMap<>(newest));
    }
  }

  /** Four rounds. */
  static final Patience PATIENCE = new Patience(4, 1);

  private static final int MOST_MESSAGES = 3;

  private final Random random;
  private final SeededModel model;
  private final InferenceClient client;
  private final int layers;
  private final RoundThresholds thresholds;
  private final Patience patience;
  private final double skipShare;
  private final List<SimulatedTask> tasks = new ArrayList<>();
  private final List<List<LayerEmbedding>> outputs = new ArrayList<>();
  private final List<HeldAggregate> aggregates = new ArrayList<>();
  private final TreeMap<Long, Map<String, LayerEmbedding>> closed = new TreeMap<>();

  /**
   * A job before its first record.
   *
   * @param bound delta and gamma
   * @param skipShare share of watermarks that a source leaves out, as after back-pressure
   */
  LayerSimulation(
      SeededModel model, int layers, int subtasks, long seed, double bound, double skipShare) {
    this(
        model,
        layers,
        subtasks,
        seed,
        ThresholdRange.fixed(new Thresholds(bound, bound, 0)),
        PATIENCE,
        skipShare);
  }

  /**
   * A job of two subtasks before its first record.
   *
   * @param patience how long what is below a threshold is held back
   */
  public LayerSimulation(
      SeededModel model, int layers, long seed, ThresholdRange thresholds, Patience patience) {
    this(model, layers, 2, seed, thresholds, patience, 0);
  }

  private LayerSimulation(
      SeededModel model,
      int layers,
      int subtasks,
      long seed,
      ThresholdRange thresholds,
      Patience patience,
      double skipShare) {
    this.thresholds = new RoundThresholds(thresholds);
    this.patience = patience;
    this.skipShare = skipShare;
    this.random = new Random(seed);
    this.model = model;
    this.client = new SeededInference(model, () -> {});
    this.layers = layers;
    for (int layer = 0; layer <= layers; layer++) {
      outputs.add(new ArrayList<>());
    }
    build(subtasks);
  }

  /** Rounds after the marker's have its level. */
  public void level(LayerEmbedding marker) {
    thresholds.add(marker);
  }

  /** Runs the story to its end; round to what was published as of it. */
  public Map<Long, Map<String, LayerEmbedding>> run(List<Round> rounds) throws Exception {
    List<Source> features = sources(0);
    List<Source> neighborhoods = sources(1);
    long last = rounds.get(rounds.size() - 1).number();
    for (Round round : rounds) {
      for (FeatureUpdate update : round.features()) {
        subtask(features, update.item()).script.add(update);
      }
      for (NeighborhoodUpdate update : round.neighborhoods()) {
        subtask(neighborhoods, update.item()).script.add(update);
      }
      for (Source source : allOf(features, neighborhoods)) {
        if (round.number() == last || random.nextDouble() >= skipShare) {
          source.script.add(new SimulatedTask.Mark(round.number()));
        }
      }
    }
    List<SimulatedTask> ready = new ArrayList<>(tasks);
    while (!ready.isEmpty()) {
      SimulatedTask task = ready.get(random.nextInt(ready.size()));
      if (task.step()) {
        ready = ready.size() == tasks.size() ? ready : new ArrayList<>(tasks);
      } else {
        ready.remove(task);
      }
    }
    return closed;
  }

  /** What each layer sent, layer 0 first, in order of each item. */
  List<List<LayerEmbedding>> outputs() {
    return outputs;
  }

  /** All aggregates as of all rounds that were closed. */
  List<HeldAggregate> aggregates() {
    return aggregates;
  }

  private static List<Source> allOf(List<Source> features, List<Source> neighborhoods) {
    List<Source> all = new ArrayList<>(features);
    all.addAll(neighborhoods);
    return all;
  }

  private static Source subtask(List<Source> sources, String item) {
    return sources.get(Math.floorMod(item.hashCode() * 31, sources.size()));
  }

  private List<Source> sources(int kind) {
    int each = (int) tasks.stream().filter(Source.class::isInstance).count() / 2;
    return tasks.stream()
        .filter(Source.class::isInstance)
        .map(Source.class::cast)
        .toList()
        .subList(kind * each, (kind + 1) * each);
  }

  private void build(int subtasks) {
    List<SimulatedTask> features = stage(subtasks, Source::new);
    List<SimulatedTask> neighborhoods = stage(subtasks, Source::new);
    List<SimulatedTask> diffs = stage(subtasks, Diff::new);
    List<SimulatedTask> encodes = stage(subtasks, Encode::new);
    features.forEach(task -> task.connect(o -> ((FeatureUpdate) o).item(), 0, encodes));
    neighborhoods.forEach(task -> task.connect(o -> ((NeighborhoodUpdate) o).item(), 0, diffs));
    List<SimulatedTask> below = encodes;
    for (int layer = 1; layer <= layers; layer++) {
      int number = layer;
      List<SimulatedTask> scatters = stage(subtasks, Scatter::new);
      List<SimulatedTask> gathers = stage(subtasks, () -> new Gather(number));
      diffs.forEach(task -> task.connect(o -> ((SubscriptionChange) o).source(), 1, scatters));
      diffs.forEach(task -> task.connect(o -> ((AggregateChange) o).target(), 1, gathers));
      below.forEach(task -> task.connect(o -> ((LayerEmbedding) o).item(), 0, scatters));
      below.forEach(task -> task.connect(o -> ((LayerEmbedding) o).item(), 0, gathers));
      scatters.forEach(task -> task.connect(o -> ((AggregateChange) o).target(), 1, gathers));
      below = gathers;
    }
    List<SimulatedTask> published = stage(1, Published::new);
    below.forEach(task -> task.connect(o -> ((LayerEmbedding) o).item(), 0, published));
  }

  private List<SimulatedTask> stage(
      int subtasks, java.util.function.Supplier<SimulatedTask> subtask) {
    List<SimulatedTask> stage = new ArrayList<>();
    for (int index = 0; index < subtasks; index++) {
      stage.add(subtask.get());
    }
    tasks.addAll(stage);
    return stage;
  }

  private void embed(RoundTask task, EmbeddingNode node, String item, long round, int layer)
      throws Exception {
    task.states.key(item);
    @Nullable Affected affected =
        node.close(
            item,
            round,
            removal -> toAll(task, removal, layer),
            until -> task.openRounds.add(until, item));
    if (affected == null) {
      return;
    }
    float[] answer =
        layer == 0
            ? client
                .encodeItems(List.of(affected.input().type()), List.of(affected.input().self()))
                .get(0)
            : client.layer(layer, List.of(affected.input())).get(0);
    @Nullable LayerEmbedding next =
        LastGood.isUsable(answer, model.dimensions())
            ? node.settle(affected, answer, round)
            : node.spoil(affected, round);
    if (next != null) {
      toAll(task, next, layer);
    }
  }

  private void toAll(RoundTask task, LayerEmbedding embedding, int layer) {
    outputs.get(layer).add(embedding);
    for (int route = 0; route < task.routes(); route++) {
      task.emit(route, embedding);
    }
  }

  /** Distance relative to the length of what is expected. */
  static double distance(float[] actual, double[] expected) {
    if (actual.length != expected.length) {
      return Double.POSITIVE_INFINITY;
    }
    double sum = 0;
    double norm = 0;
    for (int index = 0; index < actual.length; index++) {
      sum += (actual[index] - expected[index]) * (actual[index] - expected[index]);
      norm += expected[index] * expected[index];
    }
    return Math.sqrt(sum / norm);
  }
}
