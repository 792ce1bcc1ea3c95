package io.freshet.benchmarks.graph;

import io.freshet.cli.replay.ListeningProducer;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Signal;
import io.freshet.schemas.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Puts traffic into {@code listening-events}, with its own clock, as a replay would. */
final class EventFeed {
  private EventFeed() {}

  /** Creates the topics and writes all events. */
  static void write(EmbeddedKafka kafka, Topics topics, Traffic traffic, InstantSource clock) {
    kafka.createTopics(topics.fixed());
    kafka.createTopicsWithDeadLetters(topics.fixed());
    try (ListeningProducer producer =
        new ListeningProducer(kafka.bootstrapServers(), topics, clock)) {
      for (int i = 0; i < traffic.size(); i++) {
        producer.send(event(traffic, i));
      }
      producer.flush();
    }
  }

  @SuppressWarnings("NullAway") // played and full length are optional in the schema
  private static ListeningEvent event(Traffic traffic, int at) {
    return new ListeningEvent(
        traffic.name() + "-" + at,
        Traffic.userId(traffic.users()[at]),
        Traffic.itemId(traffic.items()[at]),
        "track",
        Signal.LIKE,
        Instant.ofEpochMilli(traffic.atMillis()[at]),
        null,
        null,
        Map.of());
  }
}
