package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.index.EmbeddingFacts;
import io.freshet.server.retrieval.query.ItemView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ItemView} as clients see it.
 *
 * @param version version of the embedding in decimal digits, since browsers damage long numbers;
 *     null without an embedding
 * @param embeddingAgeMs time since the embedding was computed; null without one
 * @param stale true when the newest inputs could not be embedded; null without an embedding
 */
record ItemDetailView(
    String id,
    String title,
    String type,
    boolean embedded,
    @Nullable String version,
    @Nullable Long embeddingAgeMs,
    @Nullable Boolean stale,
    AnswerView.IndexView index) {
  static ItemDetailView of(ItemView item, Instant now) {
    Optional<EmbeddingFacts> facts = item.embedding();
    return new ItemDetailView(
        item.id(),
        item.title(),
        item.type(),
        facts.isPresent(),
        facts.map(it -> Long.toString(it.version())).orElse(null),
        facts.map(it -> Duration.between(it.computedAt(), now).toMillis()).orElse(null),
        facts.map(EmbeddingFacts::stale).orElse(null),
        AnswerView.IndexView.of(item.index()));
  }
}
