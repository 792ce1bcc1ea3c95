package io.freshet.server.retrieval.index;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What filters can ask of an item.
 *
 * @param creators artists, hosts, authors
 * @param genres genres or topics
 * @param language BCP 47 tag, held in lower case; null when not known
 * @param markets ISO 3166 country codes, held in upper case; empty for all markets
 * @param durationMillis length; null when not known
 * @param releasedAt time of release; null when not known
 * @param others free attributes of the catalogue's owner
 */
public record ItemAttributes(
    List<String> creators,
    List<String> genres,
    @Nullable String language,
    Set<String> markets,
    @Nullable Long durationMillis,
    @Nullable Instant releasedAt,
    Map<String, String> others) {
  /** An item of which nothing is known. */
  public static final ItemAttributes NONE =
      new ItemAttributes(List.of(), List.of(), null, Set.of(), null, null, Map.of());

  public ItemAttributes {
    creators = List.copyOf(creators);
    genres = List.copyOf(genres);
    language = language == null ? null : language.toLowerCase(Locale.ROOT).intern();
    markets =
        requireNonNull(markets, "markets is null").stream()
            .map(market -> market.toUpperCase(Locale.ROOT).intern())
            .collect(Collectors.toUnmodifiableSet());
    others = Map.copyOf(others);
  }
}
