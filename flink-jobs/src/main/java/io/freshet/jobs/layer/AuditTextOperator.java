package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.AuditAnswer;
import io.freshet.jobs.record.AuditQuestion;
import io.freshet.jobs.record.LayerEmbedding;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * The last step of an audit, keyed by item: answers what the encoded text of the item is. Nothing
 * is held back in layer 0, so it is exact. Remembers the newest one.
 */
final class AuditTextOperator extends RoundOperator<AuditAnswer>
    implements TwoInputStreamOperator<LayerEmbedding, AuditQuestion, AuditAnswer> {
  private static final long serialVersionUID = 1;
  private static final String PENDING = "pending-embeddings";
  private static final String QUESTIONS = "questions";

  // -- runtime
  private transient @Nullable PendingEmbeddings encoded;
  private transient @Nullable AuditQuestions questions;

  AuditTextOperator(LayerSettings settings) {
    super(settings.batch(), settings.cacheEntries());
  }

  @Override
  public void open() throws Exception {
    States states = states();
    encoded =
        new PendingEmbeddings(
            states.value("encoded", LayerEmbedding.class),
            states.map(PENDING, Types.LONG, TypeInformation.of(LayerEmbedding.class)));
    questions =
        new AuditQuestions(
            states.map(QUESTIONS, Types.TUPLE(Types.LONG, Types.STRING), Types.BOOLEAN));
    super.open();
  }

  @Override
  public void processElement1(StreamRecord<LayerEmbedding> element) throws Exception {
    encoded().hold(element.getValue());
    waitsFor(element.getValue().round());
    trim();
  }

  @Override
  public void processElement2(StreamRecord<AuditQuestion> element) throws Exception {
    questions().hold(element.getValue());
    waitsFor(element.getValue().round());
    trim();
  }

  @Override
  List<String> pendingStates() {
    return List.of(PENDING, QUESTIONS);
  }

  @Override
  List<Long> pendingRounds() throws Exception {
    List<Long> rounds = encoded().rounds();
    rounds.addAll(questions().rounds());
    return rounds;
  }

  @Override
  void closeKeys(List<String> keys, long round) throws Exception {
    for (String key : keys) {
      setCurrentKey(key);
      @Nullable LayerEmbedding text = encoded().close(round);
      for (AuditQuestion question : questions().take(key, round)) {
        if (text != null) {
          output.collect(new StreamRecord<>(AuditAnswer.text(question, text)));
        }
      }
    }
  }

  private PendingEmbeddings encoded() {
    return requireNonNull(encoded, "encoded is null");
  }

  private AuditQuestions questions() {
    return requireNonNull(questions, "questions is null");
  }
}
