package io.freshet.jobs.feature;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How text vectors are made.
 *
 * @param encoder id of the text encoder, {@code [a-z0-9-]{1,40}}; part of the output topic's name
 * @param maxBatch most items that wait for one call to the encoder
 * @param maxBatchDelay longest time an item waits for others to be encoded with
 * @param maxTextChars text beyond so many characters is cut off; encoders read even less
 * @param maxBytes larger records are refused
 * @param maxIdBytes larger ids and types are refused
 * @param tombstoneRetention how long the version of a deleted item is remembered
 */
public record FeatureConfig(
    String encoder,
    int maxBatch,
    Duration maxBatchDelay,
    int maxTextChars,
    int maxBytes,
    int maxIdBytes,
    Duration tombstoneRetention)
    implements Serializable {
  private static final Pattern ENCODER = Pattern.compile("[a-z0-9-]{1,40}");

  public FeatureConfig {
    requireNonNull(encoder, "encoder is null");
    if (!ENCODER.matcher(encoder).matches()) {
      throw new IllegalArgumentException(
          "Cannot configure features: encoder must match %s (%s)".formatted(ENCODER, encoder));
    }
    atLeastOne("max batch", maxBatch);
    atLeastOne("max text chars", maxTextChars);
    atLeastOne("max bytes", maxBytes);
    atLeastOne("max id bytes", maxIdBytes);
    atLeastOne("max batch delay in milliseconds", maxBatchDelay.toMillis());
    atLeastOne("tombstone retention in milliseconds", tombstoneRetention.toMillis());
  }

  /**
   * The embedded encoder, 128 items or 50 ms a call, 4,000 characters, records up to 256 KiB, ids
   * up to 256 bytes, versions of deleted items for seven days.
   */
  public static FeatureConfig defaults() {
    return new FeatureConfig(
        "minilm-l6-v2-q", 128, Duration.ofMillis(50), 4_000, 256 << 10, 256, Duration.ofDays(7));
  }

  private static void atLeastOne(String what, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "Cannot configure features: %s must be at least 1 (%d)".formatted(what, value));
    }
  }
}
