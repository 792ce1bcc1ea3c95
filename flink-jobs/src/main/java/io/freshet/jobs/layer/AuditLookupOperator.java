package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.AuditQuestion;
import io.freshet.jobs.state.CachedKey;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps something of each item and answers the audit's questions about it, each as of the round
 * that it was asked in. First input: what is kept. Second: questions.
 *
 * @param <I> what is kept, as it comes
 * @param <K> what is kept of an item as of a round
 * @param <O> what goes out
 */
abstract class AuditLookupOperator<I, K, O> extends RoundOperator<O>
    implements TwoInputStreamOperator<I, AuditQuestion, O> {
  private static final long serialVersionUID = 1;
  private static final String QUESTIONS = "questions";

  // -- runtime
  private transient @Nullable AuditQuestions questions;

  AuditLookupOperator(LayerSettings settings) {
    super(settings.batch(), settings.cacheEntries());
  }

  /** Name of the state that holds what waits for its round. */
  abstract String pendingState();

  /** Rounds that something kept of the current key waits for. */
  abstract List<Long> keptRounds() throws Exception;

  /** Keeps it of the current key until its round, which is returned. */
  abstract long keep(I element) throws Exception;

  /** What is kept of the current key as of a round. */
  abstract @Nullable K asOf(long round) throws Exception;

  abstract void answer(AuditQuestion question, @Nullable K kept);

  @Override
  public void open() throws Exception {
    questions =
        new AuditQuestions(
            states().map(QUESTIONS, Types.TUPLE(Types.LONG, Types.STRING), Types.BOOLEAN));
    super.open();
  }

  @Override
  public final void processElement1(StreamRecord<I> element) throws Exception {
    waitsFor(keep(element.getValue()));
    trim();
  }

  @Override
  public final void processElement2(StreamRecord<AuditQuestion> element) throws Exception {
    questions().hold(element.getValue());
    waitsFor(element.getValue().round());
    trim();
  }

  @Override
  final List<String> pendingStates() {
    return List.of(pendingState(), QUESTIONS);
  }

  @Override
  final List<Long> pendingRounds() throws Exception {
    List<Long> rounds = keptRounds();
    rounds.addAll(questions().rounds());
    return rounds;
  }

  @Override
  final void closeKeys(List<CachedKey> keys, long round) throws Exception {
    for (CachedKey key : keys) {
      at(key);
      @Nullable K kept = asOf(round);
      for (AuditQuestion question : questions().take(key.key(), round)) {
        answer(question, kept);
      }
    }
  }

  private AuditQuestions questions() {
    return requireNonNull(questions, "questions is null");
  }
}
