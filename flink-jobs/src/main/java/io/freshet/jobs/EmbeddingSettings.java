package io.freshet.jobs;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.layer.AuditSettings;
import io.freshet.jobs.layer.LayerSettings;
import io.freshet.jobs.load.AdaptiveSettings;
import io.freshet.jobs.load.LoadSettings;
import io.freshet.jobs.publish.PublishSettings;
import io.freshet.jobs.record.Patience;
import io.freshet.jobs.record.ThresholdRange;
import io.freshet.jobs.record.Thresholds;
import io.freshet.schemas.Topics;
import java.time.Duration;

/**
 * How embeddings are computed.
 *
 * @param release id of the model release
 * @param encoder id of the text encoder whose features are read
 * @param layers layers above layer 0
 * @param dimensions components of one layer's embedding
 * @param textDimensions components of a text vector
 * @param round length of a round
 * @param maxBatch items of one request and of one slice of a round
 * @param combineLimit differences that one subtask holds at most before the shuffle
 * @param delta an embedding is sent to its subscribers again when it moved by more than this
 * @param gamma an item is embedded again when its inputs moved by more than this
 * @param theta an embedding is published again when it moved by more than this
 * @param maxStaleness what the thresholds held back is followed up at the latest after this time;
 *     so a quiet system is exact after it
 * @param cacheEntries entries of state (values, subscribers, aggregates) that each subtask of an
 *     operator holds decoded in memory, about 100 bytes each
 * @param tombstoneRetention how long the version of a removed item is remembered
 * @param audit which items are computed anew from their inputs, {@code embedding.audit.*}
 * @param adaptive how delta and gamma are loosened under load, {@code embedding.adaptive.*}
 */
public record EmbeddingSettings(
    String release,
    String encoder,
    int layers,
    int dimensions,
    int textDimensions,
    Duration round,
    int maxBatch,
    int combineLimit,
    double delta,
    double gamma,
    double theta,
    Duration maxStaleness,
    int cacheEntries,
    Duration tombstoneRetention,
    AuditSettings audit,
    AdaptiveSettings adaptive) {
  private static final int MAX_LAYERS = 8;

  public EmbeddingSettings {
    requireNonNull(release, "release is null");
    requireNonNull(encoder, "encoder is null");
    requireNonNull(round, "round is null");
    requireNonNull(maxStaleness, "maxStaleness is null");
    requireNonNull(tombstoneRetention, "tombstoneRetention is null");
    requireNonNull(audit, "audit is null");
    requireNonNull(adaptive, "adaptive is null");
    check("layers", layers >= 1 && layers <= MAX_LAYERS, "from 1 to 8", layers);
    check("dimensions", dimensions >= 1, "at least 1", dimensions);
    check("text dimensions", textDimensions >= 1, "at least 1", textDimensions);
    check("round", round.toMillis() >= 1, "at least 1 ms", round);
    check("max batch", maxBatch >= 1, "at least 1", maxBatch);
    check("combine limit", combineLimit >= 1, "at least 1", combineLimit);
    check("delta", delta >= 0, "0 or more", delta);
    check("gamma", gamma >= 0, "0 or more", gamma);
    check("theta", theta >= 0, "0 or more", theta);
    check("max staleness", !maxStaleness.isNegative(), "0 or more", maxStaleness);
    check("cache entries", cacheEntries >= 0, "0 or more", cacheEntries);
  }

  /** Exact, one round a second, for a release of two layers of 64 dimensions. */
  public static EmbeddingSettings defaults() {
    return new EmbeddingSettings(
        "default",
        "minilm-l6-v2-q",
        2,
        64,
        384,
        Duration.ofSeconds(1),
        256,
        20_000,
        0,
        0,
        0,
        Duration.ofHours(1),
        1_000_000,
        Duration.ofDays(2),
        AuditSettings.defaults(),
        AdaptiveSettings.defaults());
  }

  LayerSettings layer(int layer) {
    return new LayerSettings(
        layer,
        dimensions,
        textDimensions,
        maxBatch,
        combineLimit,
        thresholds(),
        patience(),
        cacheEntries,
        tombstoneRetention);
  }

  LoadSettings load() {
    return new LoadSettings(
        thresholds().levels(), round, adaptive.loosenAfter(), adaptive.tightenAfter());
  }

  private ThresholdRange thresholds() {
    return adaptive.range(new Thresholds(delta, gamma, theta));
  }

  /**
   * A change may be held back by each stage on its way (twice per layer, and when it is published),
   * so each has its part of the time.
   */
  private Patience patience() {
    return new Patience(maxStaleness.toMillis() / (2L * layers + 1), round.toMillis());
  }

  PublishSettings publish(Topics topics) {
    return new PublishSettings(
        release,
        topics.itemEmbeddings(release).name(),
        topics.embeddingRounds(release).name(),
        topics.itemFeatures(encoder).name(),
        layers,
        thresholds(),
        patience(),
        cacheEntries,
        tombstoneRetention);
  }

  private static void check(String what, boolean isRight, String rule, Object value) {
    if (!isRight) {
      throw new IllegalArgumentException(
          "Cannot configure embeddings: %s must be %s (%s)".formatted(what, rule, value));
    }
  }
}
