package io.freshet.jobs.layer;

import io.freshet.jobs.record.LayerEmbedding;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One item of a layer: what {@link EmbeddingOperator} needs of the rule of encode and gather. */
interface EmbeddingNode {
  /** Rounds that something of this key waits for. */
  List<Long> pendingRounds() throws Exception;

  /**
   * Applies what waits for rounds up to this one.
   *
   * @param out takes the removal, when the item is gone
   * @param waits told the round at which the item has to be closed again
   * @return the item with its new inputs when it has to be embedded, else null
   */
  @Nullable Affected close(
      String item, long round, Consumer<LayerEmbedding> out, LongConsumer waits) throws Exception;

  /**
   * A usable answer arrived.
   *
   * @return what is to be sent on, or null when nothing changed
   */
  @Nullable LayerEmbedding settle(Affected affected, float[] answer, long round) throws Exception;

  /**
   * No usable answer arrived: the last good embedding stays and is stale.
   *
   * @return what is to be sent on, or null when there is nothing to mark
   */
  @Nullable LayerEmbedding spoil(Affected affected, long round) throws Exception;
}
