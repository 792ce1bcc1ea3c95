package io.freshet.cli.rollout;

import io.freshet.schemas.Topics;
import io.freshet.server.model.Release;
import java.util.Map;
import java.util.Set;

/** Tells the coverage of one release from the keys of three topics. One thread. */
final class CoverageWatch implements AutoCloseable {
  private final TopicKeys catalog;
  private final TopicKeys features;
  private final TopicKeys embeddings;

  /**
   * A watch over topics that exist.
   *
   * @param kafka how to reach Kafka, at least {@code bootstrap.servers}
   */
  CoverageWatch(Map<String, Object> kafka, Topics topics, Release release) {
    catalog = new TopicKeys(kafka, topics.catalogItems().name());
    features = new TopicKeys(kafka, topics.itemFeatures(release.encoder()).name());
    embeddings = new TopicKeys(kafka, topics.itemEmbeddings(release.id()).name());
  }

  /** The coverage as it is now. */
  Coverage now() {
    Set<String> published = embeddings.now();
    Set<String> encoded = features.now();
    int wanted = 0;
    int covered = 0;
    for (String item : catalog.now()) {
      if (encoded.contains(item)) {
        wanted++;
        covered += published.contains(item) ? 1 : 0;
      }
    }
    return new Coverage(wanted, covered);
  }

  @Override
  public void close() {
    catalog.close();
    features.close();
    embeddings.close();
  }
}
