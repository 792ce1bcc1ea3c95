package io.freshet.server.retrieval.query;

import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.EmbeddingFacts;
import java.util.Optional;

/**
 * What is known of one item.
 *
 * @param entry what the catalogue says of it
 * @param embedding empty while the item has none in the serving index
 */
public record ItemView(
    String id, CatalogEntry entry, Optional<EmbeddingFacts> embedding, IndexState index) {}
