package io.freshet.jobs.layer;

import io.freshet.jobs.inference.InferenceClientFactory;
import io.freshet.jobs.record.AuditAnswer;
import io.freshet.jobs.record.AuditQuestion;
import io.freshet.jobs.record.AuditedItem;
import io.freshet.jobs.record.EmbeddingStage;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.record.PackedNeighborhood;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * How far embeddings are from exact ones: a few items at a time, computed anew from their inputs as
 * of a closed round. Questions flow the way the data flow: an item is drawn, its neighborhood is
 * looked up, then those of its neighbors, one step per layer, then all their texts. So no edge
 * leads back, and the layers know nothing of it.
 */
public final class Audits {
  private final AuditSettings audit;
  private final LayerSettings settings;

  private Audits(AuditSettings audit, LayerSettings settings) {
    this.audit = audit;
    this.settings = settings;
  }

  /**
   * Audited items, a few per interval.
   *
   * @param encoded layer 0
   * @param last the last layer
   * @param settings of the last layer
   */
  public static DataStream<AuditedItem> of(
      DataStream<NeighborhoodUpdate> neighborhoods,
      DataStream<LayerEmbedding> encoded,
      DataStream<LayerEmbedding> last,
      AuditSettings audit,
      LayerSettings settings,
      InferenceClientFactory inference) {
    Audits audits = new Audits(audit, settings);
    SingleOutputStreamOperator<AuditQuestion> questions = audits.drawn(encoded);
    DataStream<AuditAnswer> answers = null;
    for (int step = 1; step <= settings.layer(); step++) {
      questions = audits.step(step, neighborhoods, questions);
      DataStream<AuditAnswer> found = questions.getSideOutput(AuditNeighborhoodOperator.ANSWERS);
      answers = answers == null ? found : answers.union(found);
    }
    DataStream<AuditAnswer> texts = audits.texts(encoded, questions);
    return audits.compared(last, answers == null ? texts : answers.union(texts), inference);
  }

  private SingleOutputStreamOperator<AuditQuestion> drawn(DataStream<LayerEmbedding> encoded) {
    return kept(encoded, EmbeddingStage.AUDIT_PANEL.uid(0), panel())
        .keyBy(LayerEmbedding::item)
        .transform(
            EmbeddingStage.AUDIT_DRAW.uid(),
            TypeInformation.of(AuditQuestion.class),
            new AuditDrawOperator(audit))
        .uid(EmbeddingStage.AUDIT_DRAW.uid());
  }

  /** The first step is asked about the panel only, so it need not know other neighborhoods. */
  private SingleOutputStreamOperator<AuditQuestion> step(
      int step, DataStream<NeighborhoodUpdate> neighborhoods, DataStream<AuditQuestion> questions) {
    AuditSettings own = audit;
    FilterFunction<NeighborhoodUpdate> asked =
        step == 1 ? update -> own.isInPanel(update.item()) : update -> own.isOn();
    return packed(neighborhoods, EmbeddingStage.AUDIT_FILTER.uid(step), asked)
        .connect(questions)
        .keyBy(PackedNeighborhood::item, AuditQuestion::item)
        .transform(
            EmbeddingStage.AUDIT_NEIGHBORHOOD.uid(step),
            TypeInformation.of(AuditQuestion.class),
            new AuditNeighborhoodOperator(settings))
        .uid(EmbeddingStage.AUDIT_NEIGHBORHOOD.uid(step));
  }

  private DataStream<AuditAnswer> texts(
      DataStream<LayerEmbedding> encoded, DataStream<AuditQuestion> questions) {
    AuditSettings own = audit;
    return kept(encoded, EmbeddingStage.AUDIT_FILTER.uid(0), any -> own.isOn())
        .connect(questions)
        .keyBy(LayerEmbedding::item, AuditQuestion::item)
        .transform(
            EmbeddingStage.AUDIT_TEXT.uid(),
            TypeInformation.of(AuditAnswer.class),
            new AuditTextOperator(settings))
        .uid(EmbeddingStage.AUDIT_TEXT.uid());
  }

  private DataStream<AuditedItem> compared(
      DataStream<LayerEmbedding> last,
      DataStream<AuditAnswer> answers,
      InferenceClientFactory inference) {
    return kept(last, EmbeddingStage.AUDIT_PANEL.uid(settings.layer()), panel())
        .connect(answers)
        .keyBy(LayerEmbedding::item, AuditAnswer::root)
        .transform(
            EmbeddingStage.AUDIT_COMPARE.uid(),
            TypeInformation.of(AuditedItem.class),
            new AuditCompareOperator(settings, inference))
        .uid(EmbeddingStage.AUDIT_COMPARE.uid());
  }

  private FilterFunction<LayerEmbedding> panel() {
    AuditSettings own = audit;
    return embedding -> own.isInPanel(embedding.item());
  }

  private static DataStream<PackedNeighborhood> packed(
      DataStream<NeighborhoodUpdate> neighborhoods,
      String uid,
      FilterFunction<NeighborhoodUpdate> asked) {
    FlatMapFunction<NeighborhoodUpdate, PackedNeighborhood> packing =
        (update, out) -> {
          if (asked.filter(update)) {
            out.collect(PackedNeighborhood.of(update));
          }
        };
    return neighborhoods
        .flatMap(packing)
        .returns(TypeInformation.of(PackedNeighborhood.class))
        .name(uid)
        .uid(uid);
  }

  private static <T> DataStream<T> kept(DataStream<T> stream, String uid, FilterFunction<T> asked) {
    return stream.filter(asked).name(uid).uid(uid);
  }
}
