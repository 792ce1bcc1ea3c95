package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.AuditAnswer;
import io.freshet.jobs.record.AuditQuestion;
import io.freshet.jobs.record.LayerEmbedding;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * The last step of an audit, keyed by item: answers what the encoded text of the item is. Nothing
 * is held back in layer 0, so it is exact. Remembers the newest one.
 */
final class AuditTextOperator
    extends AuditLookupOperator<LayerEmbedding, LayerEmbedding, AuditAnswer> {
  private static final long serialVersionUID = 1;
  private static final String PENDING = "pending-embeddings";

  // -- runtime
  private transient @Nullable PendingEmbeddings encoded;

  AuditTextOperator(LayerSettings settings) {
    super(settings);
  }

  @Override
  public void open() throws Exception {
    States states = states();
    encoded =
        new PendingEmbeddings(
            states.value("encoded", LayerEmbedding.class),
            states.map(PENDING, Types.LONG, TypeInformation.of(LayerEmbedding.class)));
    super.open();
  }

  @Override
  String pendingState() {
    return PENDING;
  }

  @Override
  List<Long> keptRounds() throws Exception {
    return encoded().rounds();
  }

  @Override
  long keep(LayerEmbedding text) throws Exception {
    encoded().hold(text);
    return text.round();
  }

  @Override
  @Nullable LayerEmbedding asOf(long round) throws Exception {
    return encoded().close(round);
  }

  @Override
  void answer(AuditQuestion question, @Nullable LayerEmbedding text) {
    if (text != null) {
      output.collect(new StreamRecord<>(AuditAnswer.text(question, text)));
    }
  }

  private PendingEmbeddings encoded() {
    return requireNonNull(encoded, "encoded is null");
  }
}
