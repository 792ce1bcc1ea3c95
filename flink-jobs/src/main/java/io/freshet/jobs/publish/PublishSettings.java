package io.freshet.jobs.publish;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.Patience;
import io.freshet.jobs.record.ThresholdRange;
import java.io.Serializable;
import java.time.Duration;

/**
 * What the publishing operators need to know.
 *
 * @param release id of the model release
 * @param topic topic of the embeddings
 * @param manifestTopic topic of the round manifests
 * @param deadLetterTopic topic beside which unusable items go
 * @param layers layers above layer 0
 * @param thresholds what may move by how much before something follows; an embedding is published
 *     again when it moved by more than theta
 * @param patience how long what moved less is held back
 * @param cacheEntries entries of state that each subtask holds decoded
 * @param tombstoneRetention how long the version of a removed item is remembered
 */
public record PublishSettings(
    String release,
    String topic,
    String manifestTopic,
    String deadLetterTopic,
    int layers,
    ThresholdRange thresholds,
    Patience patience,
    int cacheEntries,
    Duration tombstoneRetention)
    implements Serializable {
  public PublishSettings {
    requireNonNull(release, "release is null");
    requireNonNull(topic, "topic is null");
    requireNonNull(manifestTopic, "manifestTopic is null");
    requireNonNull(deadLetterTopic, "deadLetterTopic is null");
    requireNonNull(patience, "patience is null");
    requireNonNull(thresholds, "thresholds is null");
    requireNonNull(tombstoneRetention, "tombstoneRetention is null");
  }
}
