package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.inference.InferenceClient;
import io.freshet.jobs.inference.InferenceClientFactory;
import io.freshet.jobs.metric.JobMetrics;
import io.freshet.jobs.record.AuditAnswer;
import io.freshet.jobs.record.AuditAnswer.Part;
import io.freshet.jobs.record.AuditedItem;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.LayerEmbedding.Condition;
import io.freshet.jobs.record.Vectors;
import io.freshet.jobs.state.CachedKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * The end of an audit, keyed by root: computes the root's embedding from the inputs that were
 * answered, and compares. Remembers the newest embedding of each item of the panel. Items whose
 * newest inputs cannot be embedded are left out, and counted as {@code audits_skipped_total}.
 */
final class AuditCompareOperator extends RoundOperator<AuditedItem>
    implements TwoInputStreamOperator<LayerEmbedding, AuditAnswer, AuditedItem> {
  private static final long serialVersionUID = 1;
  private static final String PENDING = "pending-embeddings";
  private static final String ANSWERS = "answers";

  // -- configuration
  private final LayerSettings settings;
  private final InferenceClientFactory inference;

  // -- runtime
  private transient @Nullable InferenceClient client;
  private transient @Nullable PendingEmbeddings embedded;
  private transient @Nullable MapState<Tuple3<Long, String, Part>, AuditAnswer> answers;
  private transient @Nullable Counter skipped;

  /**
   * The comparison.
   *
   * @param settings of the last layer
   */
  AuditCompareOperator(LayerSettings settings, InferenceClientFactory inference) {
    super(settings.batch(), settings.cacheEntries());
    this.settings = settings;
    this.inference = inference;
  }

  @Override
  public void open() throws Exception {
    States states = states();
    embedded =
        new PendingEmbeddings(
            states.value("embedded", LayerEmbedding.class),
            states.map(PENDING, Types.LONG, TypeInformation.of(LayerEmbedding.class)));
    answers =
        states.map(
            ANSWERS,
            Types.TUPLE(Types.LONG, Types.STRING, Types.ENUM(Part.class)),
            TypeInformation.of(AuditAnswer.class));
    skipped = JobMetrics.of(getMetricGroup()).counter("audits_skipped_total");
    super.open();
    client = inference.open(getMetricGroup());
  }

  @Override
  public void close() throws Exception {
    if (client != null) {
      client.close();
      client = null;
    }
    super.close();
  }

  @Override
  public void processElement1(StreamRecord<LayerEmbedding> element) throws Exception {
    embedded().hold(element.getValue());
    waitsFor(element.getValue().round());
    trim();
  }

  @Override
  public void processElement2(StreamRecord<AuditAnswer> element) throws Exception {
    AuditAnswer answer = element.getValue();
    answers().put(Tuple3.of(answer.round(), answer.item(), answer.part()), answer);
    waitsFor(answer.round());
    trim();
  }

  @Override
  List<String> pendingStates() {
    return List.of(PENDING, ANSWERS);
  }

  @Override
  List<Long> pendingRounds() throws Exception {
    List<Long> rounds = embedded().rounds();
    answers().keys().forEach(waiting -> rounds.add(waiting.f0));
    return rounds;
  }

  @Override
  void closeKeys(List<CachedKey> keys, long round) throws Exception {
    for (CachedKey key : keys) {
      at(key);
      @Nullable LayerEmbedding shown = embedded().close(round);
      List<AuditAnswer> inputs = take(round);
      if (shown != null && !inputs.isEmpty()) {
        compare(shown, inputs, round);
      }
    }
  }

  private void compare(LayerEmbedding shown, List<AuditAnswer> inputs, long round) {
    float @Nullable [] exact =
        shown.condition() == Condition.STALE
            ? null
            : new AuditTree(shown.item(), inputs)
                .embedding(
                    requireNonNull(client, "client is null")::layer,
                    settings.layer(),
                    settings.dimensions());
    if (exact == null) {
      requireNonNull(skipped, "skipped is null").inc();
      return;
    }
    double distance = Math.sqrt(Vectors.squaredDistance(shown.vector(), exact));
    output.collect(
        new StreamRecord<>(new AuditedItem(shown.item(), round, shown.degree(), distance)));
  }

  private List<AuditAnswer> take(long round) throws Exception {
    List<Tuple3<Long, String, Part>> due = new ArrayList<>();
    answers()
        .keys()
        .forEach(
            waiting -> {
              if (waiting.f0 <= round) {
                due.add(waiting);
              }
            });
    List<AuditAnswer> taken = new ArrayList<>();
    for (Tuple3<Long, String, Part> waiting : due) {
      taken.add(answers().get(waiting));
      answers().remove(waiting);
    }
    return taken;
  }

  private PendingEmbeddings embedded() {
    return requireNonNull(embedded, "embedded is null");
  }

  private MapState<Tuple3<Long, String, Part>, AuditAnswer> answers() {
    return requireNonNull(answers, "answers is null");
  }
}
