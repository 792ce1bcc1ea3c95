package io.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.jobs.graph.Act;
import io.freshet.jobs.graph.Act.BringBack;
import io.freshet.jobs.graph.Act.Play;
import io.freshet.jobs.graph.GraphStory;
import io.freshet.jobs.kafka.RecordHeaders;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The input topics of the interaction graph job: sends acts, and knows how far the job has read.
 */
final class GraphTopics implements AutoCloseable {
  /** From where an act is ingested to the topics: a story's acts come before its clock. */
  private static final long WAY = Duration.ofHours(1).toMillis();

  private final AvroCodec<ListeningEvent> events = new AvroCodec<>(ListeningEvent.class);
  private final AvroCodec<CatalogItem> items = new AvroCodec<>(CatalogItem.class);
  private final KafkaProducer<byte[], byte[]> producer;
  private final Topics topics;
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  GraphTopics(EmbeddedKafka kafka, Topics topics) {
    Map<String, Object> brokers = Map.of("bootstrap.servers", kafka.bootstrapServers());
    producer = new KafkaProducer<>(brokers, new ByteArraySerializer(), new ByteArraySerializer());
    this.topics = topics;
  }

  /** Sends the acts in their order, each to the partition of its key: the same ones every time. */
  void send(List<Act> acts) throws Exception {
    send(acts, act -> Math.floorMod(act.key().hashCode(), topics.partitions()));
  }

  /** Sends the acts in their order, each to the partition that is told. */
  void send(List<Act> acts, ToIntFunction<Act> partition) throws Exception {
    for (Act act : acts) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              topic(act).name(),
              partition.applyAsInt(act),
              act.ingestedAtMillis() + WAY,
              act.key().getBytes(UTF_8),
              value(act));
      record.headers().add(RecordHeaders.CLOCK, Long.toString(GraphStory.CLOCK).getBytes(UTF_8));
      send(record);
    }
    sendMarkers();
  }

  /** The partitions of which the job's sources have not handed on all, and how far they are. */
  List<String> unread(WatchedJob job) {
    return ends.entrySet().stream()
        .filter(end -> job.lastReadOffset(end.getKey()) != end.getValue())
        .map(
            end ->
                "%s: read %d of %d"
                    .formatted(end.getKey(), job.lastReadOffset(end.getKey()), end.getValue()))
        .toList();
  }

  /** One record per partition that no job uses, so that it is seen whether all before were read. */
  private void sendMarkers() throws Exception {
    for (Topic topic :
        List.of(topics.listeningEvents(), topics.catalogItems(), topics.userAttributes())) {
      for (int partition = 0; partition < topics.partitions(); partition++) {
        byte @Nullable [] none = null;
        send(new ProducerRecord<>(topic.name(), partition, GraphStory.CLOCK, new byte[0], none));
      }
    }
  }

  private void send(ProducerRecord<byte[], byte[]> record) throws Exception {
    RecordMetadata sent = producer.send(record).get();
    ends.put(new TopicPartition(sent.topic(), sent.partition()), sent.offset());
  }

  @Override
  public void close() {
    producer.close();
  }

  private Topic topic(Act act) {
    if (act instanceof Play) {
      return topics.listeningEvents();
    }
    return act instanceof Act.Erase ? topics.userAttributes() : topics.catalogItems();
  }

  private byte @Nullable [] value(Act act) {
    if (act instanceof Play play) {
      return events.encode(event(play));
    }
    if (act instanceof BringBack back) {
      return items.encode(
          CatalogItem.newBuilder()
              .setItemId(back.itemId())
              .setItemType(back.itemType())
              .setTitle(back.itemId())
              .build());
    }
    return null;
  }

  /** The event that tells of a play. */
  static ListeningEvent event(Play play) {
    return ListeningEvent.newBuilder()
        .setEventId(play.eventId())
        .setUserId(play.userId())
        .setItemId(play.itemId())
        .setItemType(play.itemType())
        .setSignal(play.signal())
        .setOccurredAt(Instant.ofEpochMilli(play.occurredAtMillis()))
        .build();
  }
}
