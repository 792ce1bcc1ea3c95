package io.freshet.server.retrieval;

import io.freshet.schemas.ActiveRelease;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ItemEmbedding;
import io.freshet.schemas.ItemStatistics;
import io.freshet.schemas.ModelRelease;
import io.freshet.schemas.Topics;
import io.freshet.schemas.UserAttributes;
import io.freshet.schemas.UserHistory;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;

/** Values that must change nothing, by topic: rubbish, and records whose content is rubbish. */
final class BadRecords {
  private static final Instant LONG_AGO = Instant.ofEpochMilli(Long.MIN_VALUE);
  private static final Instant FAR_OFF = Instant.ofEpochMilli(Long.MAX_VALUE);

  private BadRecords() {}

  /** Bytes that are no record of the type of the good one. */
  static List<byte[]> rubbish(byte[] good, Random random) {
    List<byte[]> rubbish = new ArrayList<>();
    rubbish.add(new byte[0]);
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[1 + random.nextInt(300)];
      random.nextBytes(bytes);
      bytes[0] = (byte) 0xFF; // an id longer than the record
      bytes[bytes.length - 1] |= (byte) 0x80;
      rubbish.add(bytes);
    }
    for (int length = 1; length < good.length; length += 4) {
      rubbish.add(Arrays.copyOf(good, length));
    }
    rubbish.add(Arrays.copyOf(good, good.length + 1));
    byte[] foreign = good.clone();
    foreign[3] ^= 0x40;
    rubbish.add(foreign);
    return rubbish;
  }

  /** Embeddings of two dimensions that cannot be indexed. */
  static List<byte[]> embeddings(String id) {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    return List.of(
        embedding(id, now, now),
        embedding(id, now, now, 1f),
        embedding(id, now, now, 1f, 2f, 3f),
        embedding(id, now, now, Float.NaN, 1f),
        embedding(id, now, now, 1f, Float.POSITIVE_INFINITY),
        embedding(id, now, now, 0f, -0f),
        embedding(id, LONG_AGO, now, 1f, 1f),
        embedding(id, FAR_OFF, now, 1f, 1f),
        embedding(id, now, LONG_AGO, 1f, 1f),
        embedding(id, now, FAR_OFF, 1f, 1f));
  }

  static List<byte[]> statistics(String id) {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    return List.of(
        statistics(id, Double.NaN, now),
        statistics(id, -1, now),
        statistics(id, Double.POSITIVE_INFINITY, now),
        statistics(id, 1, LONG_AGO),
        statistics(id, 1, FAR_OFF));
  }

  /** Announcements, under the release's own key, of vectors that cannot be. */
  static List<byte[]> releases(String release) {
    return List.of(
        release(release, 0, 1),
        release(release, -1, 1),
        release(release, 1, -1),
        release(release, Integer.MAX_VALUE, Integer.MAX_VALUE));
  }

  /** Pointers, under {@code @active}, to what cannot be a release. */
  static List<byte[]> actives() {
    List<byte[]> actives = new ArrayList<>();
    for (String name : List.of("", " ", "Not A Name", "../r1", "r".repeat(41), "r\u0000")) {
      actives.add(bytes(ActiveRelease.class, ActiveRelease.newBuilder().setRelease(name).build()));
    }
    return actives;
  }

  /** A good record of each topic, to be spoilt. */
  static byte[] good(String topic, Topics topics, String id) {
    if (topic.equals(topics.catalogItems().name())) {
      return bytes(
          CatalogItem.class,
          CatalogItem.newBuilder().setItemId(id).setItemType("track").setTitle("spoilt").build());
    }
    if (topic.equals(topics.userHistories().name())) {
      return bytes(UserHistory.class, new UserHistory(id, Long.MAX_VALUE, List.of()));
    }
    if (topic.equals(topics.userAttributes().name())) {
      return bytes(UserAttributes.class, new UserAttributes(id, "SE", "25-34", Map.of("a", "b")));
    }
    if (topic.equals(topics.itemStatistics().name())) {
      return statistics(id, 1e9, Instant.EPOCH);
    }
    if (topic.equals(topics.modelReleases().name())) {
      return release(id, 7, 7);
    }
    return embedding(id, Instant.EPOCH, Instant.EPOCH, -1f, -1f);
  }

  private static byte[] embedding(String id, Instant computedAt, Instant oldest, Float... vector) {
    return bytes(
        ItemEmbedding.class,
        ItemEmbedding.newBuilder()
            .setItemId(id)
            .setItemType("track")
            .setVersion(Long.MAX_VALUE)
            .setRound(0)
            .setComputedAt(computedAt)
            .setOldestEventAt(oldest)
            .setDegree(1)
            .setVector(List.of(vector))
            .build());
  }

  private static byte[] statistics(String id, double count, Instant asOf) {
    return bytes(
        ItemStatistics.class,
        ItemStatistics.newBuilder()
            .setItemId(id)
            .setItemType("track")
            .setVersion(Long.MAX_VALUE)
            .setAsOf(asOf)
            .setFirstSeen(asOf)
            .setCount3d(count)
            .setCount14d(count)
            .setCount60d(count)
            .setCount(count)
            .setDistinctUsers(1)
            .build());
  }

  private static byte[] release(String release, int dimensions, int layers) {
    return bytes(
        ModelRelease.class,
        ModelRelease.newBuilder()
            .setRelease(release)
            .setUri("file:///nowhere")
            .setSha256("")
            .setEncoderId("test")
            .setTextDimensions(3)
            .setDimensions(dimensions)
            .setLayers(layers)
            .build());
  }

  private static <T extends SpecificRecord> byte[] bytes(Class<T> type, T record) {
    return new AvroCodec<>(type).encode(record);
  }
}
