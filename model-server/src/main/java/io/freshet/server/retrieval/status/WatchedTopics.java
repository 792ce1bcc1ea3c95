package io.freshet.server.retrieval.status;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Which of a broker's topics are ours, and which of these are read. */
final class WatchedTopics {
  static final String DEAD_LETTERS = ".dlq";
  private static final String FEATURES = "item-features-";
  private static final String EMBEDDINGS = "item-embeddings-";
  private static final String ROUNDS = "embedding-rounds-";

  private final Topics topics;
  private final Set<String> fixed;
  private final Supplier<Optional<String>> serving;

  /**
   * Topics under the prefix of these.
   *
   * @param serving the release whose rounds are read
   */
  WatchedTopics(Topics topics, Supplier<Optional<String>> serving) {
    this.topics = requireNonNull(topics, "topics is null");
    this.serving = requireNonNull(serving, "serving is null");
    fixed = topics.fixed().stream().map(Topic::name).collect(Collectors.toUnmodifiableSet());
  }

  boolean isWatched(String name) {
    String original = original(name);
    return fixed.contains(original)
        || isFeatures(original)
        || original.startsWith(topics.prefix() + EMBEDDINGS)
        || original.startsWith(topics.prefix() + ROUNDS);
  }

  /** Whether its newest records are read: dead letters, and rounds of the serving release. */
  boolean isFollowed(String name) {
    return isWatched(name) && (isDeadLetters(name) || isRounds(name));
  }

  boolean isFeatures(String name) {
    return name.startsWith(topics.prefix() + FEATURES) && !isDeadLetters(name);
  }

  boolean isRounds(String name) {
    return serving
        .get()
        .map(topics::embeddingRounds)
        .map(Topic::name)
        .filter(name::equals)
        .isPresent();
  }

  static boolean isDeadLetters(String name) {
    return name.endsWith(DEAD_LETTERS);
  }

  /** The topic whose dead letters these are; any other name as it is. */
  static String original(String name) {
    return isDeadLetters(name) ? name.substring(0, name.length() - DEAD_LETTERS.length()) : name;
  }
}
