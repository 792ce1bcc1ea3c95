package io.freshet.server.retrieval.ingest;

import io.freshet.registry.InputSchemas;
import io.freshet.schemas.ItemEmbedding;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.retrieval.index.EmbeddingFacts;
import io.freshet.server.retrieval.index.Times;
import io.freshet.server.retrieval.index.WriteOutcome;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code item-embeddings-<release>} into the index of one generation. Vectors are scaled to unit
 * length, so that the index's inner product is the cosine.
 */
final class EmbeddingHandler implements RecordHandler {
  private final AvroCodec<ItemEmbedding> codec;
  private final GenerationIndex index;
  private final Consumer<Instant> searchable;

  /**
   * A handler that writes to the index.
   *
   * @param searchable told the ingest time of the oldest event behind each embedding that has just
   *     become searchable
   * @param schemas how the records are framed
   */
  EmbeddingHandler(GenerationIndex index, Consumer<Instant> searchable, InputSchemas schemas) {
    codec = schemas.codec(ItemEmbedding.class);
    this.index = index;
    this.searchable = searchable;
  }

  @Override
  public Applied put(String id, Content content) throws UndecodableException {
    ItemEmbedding embedding = content.decoded(codec);
    EmbeddingFacts facts =
        new EmbeddingFacts(
            embedding.getVersion(),
            embedding.getComputedAt(),
            embedding.getStale(),
            embedding.getErrorEstimate(),
            embedding.getDegree());
    Instant oldestEventAt = embedding.getOldestEventAt();
    if (oldestEventAt != null) {
      Times.check("oldest event of an embedding", oldestEventAt);
    }
    WriteOutcome outcome =
        index.upsert(id, embedding.getItemType(), floats(embedding.getVector()), facts);
    if (outcome == WriteOutcome.UPDATED && oldestEventAt != null) {
      searchable.accept(oldestEventAt);
    }
    return Applied.of(outcome);
  }

  @Override
  public Applied delete(String id, long version) {
    return Applied.of(index.delete(id, version));
  }

  private static float[] floats(List<Float> boxed) {
    float[] floats = new float[boxed.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = boxed.get(i);
    }
    return floats;
  }
}
