package io.freshet.jobs.publish;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.kafka.DeadLetterCounts;
import io.freshet.jobs.record.DeadLetter;
import io.freshet.jobs.record.FailedEmbedding;
import io.freshet.jobs.record.Reason;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.jspecify.annotations.Nullable;

/**
 * The dead letter of an item without a usable answer. Has the item's key but no value, partition or
 * offset: the failure belongs to a computed vector, not to one record.
 */
final class FailedEmbeddingFunction extends RichMapFunction<FailedEmbedding, DeadLetter> {
  private static final long serialVersionUID = 1;
  private static final int NO_PARTITION = -1;
  private static final long NO_OFFSET = -1;

  // -- configuration
  private final PublishSettings settings;

  // -- runtime
  private transient @Nullable DeadLetterCounts counts;

  FailedEmbeddingFunction(PublishSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    counts = new DeadLetterCounts(getRuntimeContext().getMetricGroup());
  }

  @Override
  public DeadLetter map(FailedEmbedding failed) {
    requireNonNull(counts, "counts is null").add(Reason.BAD_VECTOR);
    return new DeadLetter(
        settings.deadLetterTopic(),
        NO_PARTITION,
        NO_OFFSET,
        failed.item().getBytes(StandardCharsets.UTF_8),
        null,
        Reason.BAD_VECTOR,
        FailedEmbedding.class.getName(),
        "%s (release %s, round %d)"
            .formatted(failed.message(), settings.release(), failed.round()));
  }
}
