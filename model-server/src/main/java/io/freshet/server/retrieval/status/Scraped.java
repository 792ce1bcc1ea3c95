package io.freshet.server.retrieval.status;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a source.
 *
 * @param samples as last seen
 * @param seenAt when that was; null when it has never answered
 * @param failure why it did not answer the last time; null when it did
 */
record Scraped(
    ScrapeTarget target, Samples samples, @Nullable Instant seenAt, @Nullable String failure) {
  static Scraped never(ScrapeTarget target, @Nullable String failure) {
    return new Scraped(target, Samples.NONE, null, failure);
  }

  Scraped failed(String why) {
    return new Scraped(target, samples, seenAt, why);
  }
}
