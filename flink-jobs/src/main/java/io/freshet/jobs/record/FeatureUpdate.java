package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

/**
 * What the newest feature record of an item says, with the round it belongs to.
 *
 * @param item id of the item
 * @param type type of the item; empty when removed
 * @param textHash hash of the encoded text; empty when removed
 * @param vector text vector as encoded, not centred; empty when removed
 * @param removed whether the item was taken down
 * @param version grows with every record of the item
 * @param round round the record was read in
 * @param ingestedAt ingest time of the record, epoch milliseconds
 */
@SuppressWarnings("ArrayRecordComponent") // never changed after construction, never compared
public record FeatureUpdate(
    String item,
    String type,
    String textHash,
    float[] vector,
    boolean removed,
    long version,
    long round,
    long ingestedAt) {
  public FeatureUpdate {
    requireNonNull(item, "item is null");
    requireNonNull(type, "type is null");
    requireNonNull(textHash, "textHash is null");
    requireNonNull(vector, "vector is null");
  }

  /** The item was taken down. */
  public static FeatureUpdate removal(String item, long version, long round, long ingestedAt) {
    return new FeatureUpdate(item, "", "", new float[0], true, version, round, ingestedAt);
  }
}
