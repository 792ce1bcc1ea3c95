package io.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.jobs.embedding.FullPass;
import io.freshet.jobs.embedding.GraphScript.Round;
import io.freshet.jobs.kafka.RecordHeaders;
import io.freshet.jobs.record.FeatureUpdate;
import io.freshet.jobs.record.NeighborShare;
import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.record.Reason;
import io.freshet.schemas.ItemFeature;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.Relation;
import io.freshet.schemas.Topic;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A story as records of the embedding job's two topics, with spoilt ones between them. All go to
 * one partition of each topic, so the place of a record in what was sent is its offset.
 */
@NullMarked
final class EmbeddingFeed {
  private static final byte[] NO_ID = {};

  private final Topic features;
  private final Topic neighborhoods;
  private final Random random;
  private final AvroCodec<ItemFeature> featureCodec = new AvroCodec<>(ItemFeature.class);
  private final AvroCodec<ItemNeighborhood> neighborhoodCodec =
      new AvroCodec<>(ItemNeighborhood.class);
  private final List<Optional<FeatureUpdate>> featureLog = new ArrayList<>();
  private final List<Optional<NeighborhoodUpdate>> neighborhoodLog = new ArrayList<>();

  EmbeddingFeed(Topic features, Topic neighborhoods, long seed) {
    this.features = features;
    this.neighborhoods = neighborhoods;
    this.random = new Random(seed);
  }

  long features() {
    return featureLog.size();
  }

  long neighborhoods() {
    return neighborhoodLog.size();
  }

  /** How many of all records cannot be used. */
  long spoilt() {
    return featureLog.stream().filter(Optional::isEmpty).count()
        + neighborhoodLog.stream().filter(Optional::isEmpty).count();
  }

  /** A full pass knows what came before these offsets. */
  void apply(FullPass pass, long featureEnd, long neighborhoodEnd) {
    featureLog.subList(0, (int) featureEnd).forEach(update -> update.ifPresent(pass::apply));
    neighborhoodLog
        .subList(0, (int) neighborhoodEnd)
        .forEach(update -> update.ifPresent(pass::apply));
  }

  /** Item to its newest feature before an offset. */
  Map<String, FeatureUpdate> featuresBefore(long featureEnd) {
    Map<String, FeatureUpdate> newest = new HashMap<>();
    for (Optional<FeatureUpdate> sent : featureLog.subList(0, (int) featureEnd)) {
      sent.ifPresent(
          update ->
              newest.merge(
                  update.item(),
                  update,
                  (held, next) -> next.version() >= held.version() ? next : held));
    }
    return newest;
  }

  List<Sent> featuresOf(Round round) {
    List<Sent> sent = new ArrayList<>();
    for (FeatureUpdate update : round.features()) {
      sent.add(
          sent(features, update.item(), update.removed() ? null : value(update), update.version()));
      featureLog.add(Optional.of(update));
    }
    return sent;
  }

  List<Sent> neighborhoodsOf(Round round) {
    List<Sent> sent = new ArrayList<>();
    for (NeighborhoodUpdate update : round.neighborhoods()) {
      byte @Nullable [] value =
          update.removed() ? null : value(update.item(), update.version(), update.neighbors());
      sent.add(sent(neighborhoods, update.item(), value, update.version()));
      neighborhoodLog.add(Optional.of(update));
    }
    return sent;
  }

  /** Newest versions of an item that exists, none of which may count. */
  List<Sent> spoiltFeatures(String item) {
    byte[] key = item.getBytes(UTF_8);
    byte[] good = feature(item, List.of(1f, 1f, 1f, 1f, 1f));
    List<Sent> sent =
        List.of(
            Sent.bad(features, key, noise(), Reason.UNDECODABLE),
            Sent.bad(features, key, new byte[0], Reason.UNDECODABLE),
            Sent.bad(features, key, truncated(good), Reason.UNDECODABLE),
            Sent.bad(features, NO_ID, good, Reason.MISSING_ID),
            Sent.bad(features, NO_ID, null, Reason.MISSING_ID),
            Sent.bad(features, key, feature(item, List.of(1f, 1f)), Reason.BAD_VECTOR),
            Sent.bad(features, key, feature(item, List.of()), Reason.BAD_VECTOR),
            Sent.bad(
                features,
                key,
                feature(item, List.of(1f, 1f, Float.NaN, 1f, 1f)),
                Reason.BAD_VECTOR),
            Sent.bad(
                features,
                key,
                feature(item, List.of(1f, 1f, 1f, 1f, Float.NEGATIVE_INFINITY)),
                Reason.BAD_VECTOR));
    sent.forEach(bad -> featureLog.add(Optional.empty()));
    return sent;
  }

  /** Newest versions of an item that exists, none of which may count. */
  List<Sent> spoiltNeighborhoods(String item) {
    byte[] key = item.getBytes(UTF_8);
    byte[] good = neighborhood(item, .5f);
    List<Sent> sent =
        List.of(
            Sent.bad(neighborhoods, key, noise(), Reason.UNDECODABLE),
            Sent.bad(neighborhoods, key, truncated(good), Reason.UNDECODABLE),
            Sent.bad(neighborhoods, NO_ID, good, Reason.MISSING_ID),
            Sent.bad(neighborhoods, key, neighborhood(item, Float.NaN), Reason.BAD_VECTOR),
            Sent.bad(neighborhoods, key, neighborhood(item, -.5f), Reason.BAD_VECTOR),
            Sent.bad(
                neighborhoods,
                key,
                neighborhood(item, Float.POSITIVE_INFINITY),
                Reason.BAD_VECTOR));
    sent.forEach(bad -> neighborhoodLog.add(Optional.empty()));
    return sent;
  }

  private static Sent sent(Topic topic, String item, byte @Nullable [] value, long version) {
    Sent good = Sent.good(topic, item.getBytes(UTF_8), value);
    return value == null ? good.with(RecordHeaders.VERSION, Long.toString(version)) : good;
  }

  private byte[] value(FeatureUpdate update) {
    List<Float> vector = new ArrayList<>();
    for (float component : update.vector()) {
      vector.add(component);
    }
    return featureCodec.encode(
        new ItemFeature(
            update.item(), update.type(), update.version(), "e", update.textHash(), vector));
  }

  private byte[] value(String item, long version, List<NeighborShare> shares) {
    Map<String, List<Neighbor>> byType = new LinkedHashMap<>();
    for (NeighborShare share : shares) {
      byType
          .computeIfAbsent(share.relationType(), type -> new ArrayList<>())
          .add(new Neighbor(share.source(), share.share()));
    }
    List<Relation> relations = new ArrayList<>();
    byType.forEach((type, neighbors) -> relations.add(new Relation(type, 1d, neighbors)));
    return encoded(item, version, relations);
  }

  private byte[] neighborhood(String item, float share) {
    Neighbor neighbor = new Neighbor("item-0", share);
    return encoded(item, Long.MAX_VALUE, List.of(new Relation("track", 1d, List.of(neighbor))));
  }

  private byte[] encoded(String item, long version, List<Relation> relations) {
    return neighborhoodCodec.encode(
        new ItemNeighborhood(item, "track", version, Instant.EPOCH, null, relations));
  }

  private byte[] feature(String item, List<Float> vector) {
    return featureCodec.encode(
        new ItemFeature(item, "track", Long.MAX_VALUE, "e", "spoilt", vector));
  }

  private static byte[] truncated(byte[] value) {
    return Arrays.copyOf(value, value.length / 2);
  }

  private byte[] noise() {
    byte[] noise = new byte[30];
    random.nextBytes(noise);
    return noise;
  }
}
