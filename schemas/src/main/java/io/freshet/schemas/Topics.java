package io.freshet.schemas;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.Topic.Cleanup;
import io.freshet.schemas.Topic.Key;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.jspecify.annotations.NullMarked;

/**
 * The catalogue of topics: the one place that knows their names, keys, cleanup policies and
 * records.
 *
 * @param prefix put before every name, so that several environments can share a cluster; may be
 *     empty
 * @param partitions partitions of every topic but {@code model-releases} and the round manifests
 */
@NullMarked
public record Topics(String prefix, int partitions) {
  /** Key in {@code model-releases} of the record that says which release serves. */
  public static final String ACTIVE_RELEASE_KEY = "@active";

  private static final Pattern RELEASE = Pattern.compile("[a-z0-9-]{1,40}");

  public Topics {
    requireNonNull(prefix, "prefix is null");
  }

  public Topic listeningEvents() {
    return topic("listening-events", Key.USER_ID, Cleanup.DELETE, ListeningEvent.getClassSchema());
  }

  public Topic catalogItems() {
    return topic("catalog-items", Key.ITEM_ID, Cleanup.COMPACT, CatalogItem.getClassSchema());
  }

  public Topic userAttributes() {
    return topic("user-attributes", Key.USER_ID, Cleanup.COMPACT, UserAttributes.getClassSchema());
  }

  /** Also holds one {@link ActiveRelease} under {@link #ACTIVE_RELEASE_KEY}. */
  public Topic modelReleases() {
    return new Topic(
        prefix + "model-releases", Key.RELEASE, 1, Cleanup.COMPACT, ModelRelease.getClassSchema());
  }

  /**
   * Text vectors of one encoder.
   *
   * @param encoder id of the encoder, {@code [a-z0-9-]{1,40}}
   */
  public Topic itemFeatures(String encoder) {
    return topic(
        "item-features-" + checked("encoder", encoder),
        Key.ITEM_ID,
        Cleanup.COMPACT,
        ItemFeature.getClassSchema());
  }

  public Topic itemNeighborhoods() {
    return topic(
        "item-neighborhoods", Key.ITEM_ID, Cleanup.COMPACT, ItemNeighborhood.getClassSchema());
  }

  public Topic itemStatistics() {
    return topic("item-statistics", Key.ITEM_ID, Cleanup.COMPACT, ItemStatistics.getClassSchema());
  }

  public Topic userHistories() {
    return topic("user-histories", Key.USER_ID, Cleanup.COMPACT, UserHistory.getClassSchema());
  }

  /**
   * Embeddings of one model release.
   *
   * @param release id of the release, {@code [a-z0-9-]{1,40}}
   */
  public Topic itemEmbeddings(String release) {
    return topic(
        "item-embeddings-" + checked("release", release),
        Key.ITEM_ID,
        Cleanup.COMPACT,
        ItemEmbedding.getClassSchema());
  }

  /**
   * Round manifests of one model release, in one partition so that they stay in order.
   *
   * @param release id of the release, {@code [a-z0-9-]{1,40}}
   */
  public Topic embeddingRounds(String release) {
    return new Topic(
        prefix + "embedding-rounds-" + checked("release", release),
        Key.RELEASE,
        1,
        Cleanup.DELETE,
        EmbeddingRound.getClassSchema());
  }

  /** The topics that exist whatever the encoder and the release. */
  public List<Topic> fixed() {
    return List.of(
        listeningEvents(),
        catalogItems(),
        userAttributes(),
        modelReleases(),
        itemNeighborhoods(),
        itemStatistics(),
        userHistories());
  }

  private Topic topic(String name, Key key, Cleanup cleanup, Schema schema) {
    return new Topic(prefix + name, key, partitions, cleanup, schema);
  }

  private static String checked(String what, String id) {
    if (!RELEASE.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "Cannot name a topic: %s must match %s (%s)".formatted(what, RELEASE, id));
    }
    return id;
  }
}
