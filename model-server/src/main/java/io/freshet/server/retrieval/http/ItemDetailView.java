package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.index.EmbeddingFacts;
import io.freshet.server.retrieval.index.ItemAttributes;
import io.freshet.server.retrieval.query.ItemView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ItemView} as clients see it.
 *
 * @param version version of the embedding in decimal digits, since browsers damage long numbers;
 *     null without an embedding
 * @param embeddingAgeMs time since the embedding was computed; null without one
 * @param stale true when the newest inputs could not be embedded; null without an embedding
 * @param errorEstimate estimated distance from the exact embedding; null without one
 * @param degree neighbors that the embedding was computed from; null without one
 */
record ItemDetailView(
    String id,
    String title,
    String type,
    AttributesView attributes,
    boolean embedded,
    @Nullable String version,
    @Nullable Long embeddingAgeMs,
    @Nullable Boolean stale,
    @Nullable Float errorEstimate,
    @Nullable Integer degree,
    AnswerView.IndexView index) {
  /** Wire form of {@link ItemAttributes}, named as filters name them. */
  record AttributesView(
      List<String> creator,
      List<String> genre,
      @Nullable String language,
      List<String> market,
      @Nullable Long durationMs,
      @Nullable String releasedAt,
      Map<String, String> attributes) {
    static AttributesView of(ItemAttributes held) {
      Instant releasedAt = held.releasedAt();
      return new AttributesView(
          held.creators(),
          held.genres(),
          held.language(),
          held.markets().stream().sorted().toList(),
          held.durationMillis(),
          releasedAt == null ? null : releasedAt.toString(),
          held.others());
    }
  }

  static ItemDetailView of(ItemView item, Instant now) {
    Optional<EmbeddingFacts> facts = item.embedding();
    return new ItemDetailView(
        item.id(),
        item.entry().title(),
        item.entry().type(),
        AttributesView.of(item.entry().attributes()),
        facts.isPresent(),
        facts.map(it -> Long.toString(it.version())).orElse(null),
        facts.map(it -> Duration.between(it.computedAt(), now).toMillis()).orElse(null),
        facts.map(EmbeddingFacts::stale).orElse(null),
        facts.map(EmbeddingFacts::errorEstimate).orElse(null),
        facts.map(EmbeddingFacts::degree).orElse(null),
        AnswerView.IndexView.of(item.index()));
  }
}
