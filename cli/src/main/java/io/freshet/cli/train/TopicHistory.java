package io.freshet.cli.train;

import static java.util.Objects.requireNonNull;

import io.freshet.cli.recorded.RecordedEvents;
import io.freshet.cli.recorded.RecordedHistory;
import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.registry.InputSchemas;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ItemFeature;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.SchemaHeader;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.training.CompactedTopic;
import io.freshet.server.training.TopicScan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history that {@code listening-events} still holds, about the items of {@code
 * item-features-<encoder>}, and what {@code user-attributes} tells of the users, each topic read to
 * its end as of the call.
 *
 * <p>Events sent twice count once; those ingested before their user was erased, those of items
 * without features, and whatever the graph job would refuse, are left out, as are records that
 * cannot be read: they have dead letters where they came from. Events of one instant are in the
 * order of their ids, so the same topic gives the same history.
 */
final class TopicHistory {
  private static final Logger LOG = LoggerFactory.getLogger(TopicHistory.class);

  private final Map<String, Object> kafka;
  private final Topics topics;
  private final InputSchemas schemas;

  /**
   * A reader.
   *
   * @param kafka how to reach Kafka, at least {@code bootstrap.servers}
   * @param schemas how the records are framed
   */
  TopicHistory(Map<String, Object> kafka, Topics topics, InputSchemas schemas) {
    this.kafka = Map.copyOf(kafka);
    this.topics = requireNonNull(topics, "topics is null");
    this.schemas = requireNonNull(schemas, "schemas is null");
  }

  /**
   * Reads everything.
   *
   * @param encoder id of the text encoder
   * @param textDimensions length of its vectors
   * @param graph how the graph job runs
   * @throws IllegalStateException when a topic does not exist
   */
  RecordedHistory read(String encoder, int textDimensions, InteractionGraphConfig graph) {
    ItemTable items = items(encoder, textDimensions);
    Set<String> known = new HashSet<>(items.ids());
    TopicUsers users = TopicUsers.read(kafka, topics, schemas);
    Stream<ListeningEvent> events =
        events(users).stream().filter(event -> known.contains(event.getItemId()));
    RecordedEvents recorded = RecordedEvents.of(events, graph).withAttributes(users.attributes());
    return RecordedHistory.of(items, recorded, graph);
  }

  private ItemTable items(String encoder, int textDimensions) {
    AvroCodec<ItemFeature> codec = schemas.codec(ItemFeature.class);
    List<ItemFeature> features = new ArrayList<>();
    int skipped = 0;
    for (byte[] bytes :
        CompactedTopic.read(kafka, topics.itemFeatures(encoder).name()).values().values()) {
      try {
        ItemFeature feature = codec.decode(bytes);
        if (feature.getVector().size() == textDimensions) {
          features.add(feature);
        } else {
          skipped++;
        }
      } catch (UndecodableException e) {
        skipped++;
      }
    }
    features.sort(
        Comparator.comparing(ItemFeature::getItemType).thenComparing(ItemFeature::getItemId));
    LOG.info("Read {} items; skipped {} records", features.size(), skipped);
    ItemTable table = table(encoder, features);
    Map<String, String> languages = languages();
    return table.withLanguages(
        table.ids().stream().map(id -> languages.getOrDefault(id, "")).toList());
  }

  /** Language tag by item, of those that the catalogue has one of. */
  private Map<String, String> languages() {
    AvroCodec<CatalogItem> codec = schemas.codec(CatalogItem.class);
    Map<String, String> languages = new HashMap<>();
    CompactedTopic.read(kafka, topics.catalogItems().name())
        .values()
        .forEach(
            (id, bytes) -> {
              try {
                String language = codec.decode(bytes).getLanguage();
                if (language != null) {
                  languages.put(id, language);
                }
              } catch (UndecodableException e) {
                LOG.debug("Skipped {} of the catalogue", id, e);
              }
            });
    return languages;
  }

  private static ItemTable table(String encoder, List<ItemFeature> sorted) {
    TreeMap<String, Integer> types = new TreeMap<>();
    sorted.forEach(item -> types.putIfAbsent(item.getItemType(), types.size()));
    return new ItemTable(
        encoder,
        sorted.stream().map(ItemFeature::getItemId).toList(),
        List.copyOf(types.keySet()),
        sorted.stream().mapToInt(item -> types.getOrDefault(item.getItemType(), 0)).toArray(),
        sorted.stream().map(TopicHistory::vector).toArray(float[][]::new));
  }

  private static float[] vector(ItemFeature feature) {
    float[] vector = new float[feature.getVector().size()];
    for (int k = 0; k < vector.length; k++) {
      vector[k] = feature.getVector().get(k);
    }
    return vector;
  }

  private List<ListeningEvent> events(TopicUsers users) {
    AvroCodec<ListeningEvent> codec = schemas.codec(ListeningEvent.class);
    List<ListeningEvent> events = new ArrayList<>();
    Set<String> met = new HashSet<>();
    int[] skipped = {0};
    TopicScan.read(
        kafka,
        topics.listeningEvents().name(),
        record -> {
          try {
            ListeningEvent event =
                record.value() == null ? null : codec.decode(record.value(), header(record));
            if (event != null
                && record.timestamp() > users.erasedAt(event.getUserId())
                && met.add(event.getUserId() + "\0" + event.getEventId())) {
              events.add(event);
            }
          } catch (UndecodableException e) {
            skipped[0]++;
          }
        });
    events.sort(
        Comparator.comparing(ListeningEvent::getOccurredAt)
            .thenComparing(ListeningEvent::getUserId)
            .thenComparing(ListeningEvent::getEventId));
    LOG.info("Read {} events; skipped {} records", events.size(), skipped[0]);
    return events;
  }

  /** The header that names the value's schema; null where there is none. */
  static @Nullable SchemaHeader header(ConsumerRecord<byte[], byte[]> record) {
    for (Header header : record.headers()) {
      if (header.value() != null && SchemaHeader.isOne(header.key())) {
        return new SchemaHeader(header.key(), header.value());
      }
    }
    return null;
  }
}
