package io.freshet.server.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.Topics;
import io.freshet.server.retrieval.index.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A start from a snapshot holds what a start from the topics holds, or is one. */
final class RestartTest {
  @TempDir static Path directory;
  private static EmbeddedKafka kafka;

  @TempDir Path snapshots;
  private Topics topics;
  private KafkaWorld world;
  private RandomWrites writes;

  @BeforeAll
  static void startBroker() throws Exception {
    kafka = EmbeddedKafka.start(directory);
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @BeforeEach
  void fillTopics(TestInfo test) {
    topics = new Topics("t" + Integer.toHexString(test.getDisplayName().hashCode()) + "-", 2);
    kafka.createTopics(topics.fixed());
    kafka.createTopics(List.of(topics.itemEmbeddings("r1"), topics.itemEmbeddings("r2")));
    world = new KafkaWorld(kafka.bootstrapServers(), topics);
    writes = new RandomWrites(world, 3);
    writes.begin();
    writes.write(1500);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void startFromASnapshotEqualsAFullReplay() {
    takeSnapshot();
    writes.write(400);
    try (Reading restarted = restart();
        Reading all = readAll()) {
      assertThat(restarted.contents()).isEqualTo(all.contents());
      assertThat(restarted.topicsRefused()).isZero();
      assertThat(restarted.records()).isLessThan(1000);
      assertThat(all.records()).isEqualTo(writes.count());
      restarted.disk().write();
    }
    // Late arrivals, among them of what was deleted before the snapshot.
    writes.write(400);
    try (Reading restarted = restart();
        Reading all = readAll()) {
      assertThat(restarted.contents()).isEqualTo(all.contents());
      assertThat(restarted.records()).isLessThan(1000);
    }
  }

  @Test
  void damagedSnapshotIsRefusedAndTheOlderOneGoneOnFrom() throws Exception {
    takeSnapshot();
    writes.write(200);
    takeSnapshot();
    flipLastByte(snapshots.resolve("snapshot-000000000000000002"));
    try (Reading restarted = restart();
        Reading all = readAll()) {
      assertThat(restarted.disk().refusals()).hasSize(1);
      assertThat(restarted.contents()).isEqualTo(all.contents());
      assertThat(restarted.records()).isLessThan(1000);
    }
  }

  @Test
  void snapshotOlderThanTheTopicsKeepDeletionsIsNotGoneOnFrom() {
    takeSnapshot();
    SettableClock later = new SettableClock(Instant.now());
    later.advance(Duration.ofDays(365));
    try (Reading restarted =
            Reading.from(snapshots, kafka.bootstrapServers(), topics, later).caughtUp();
        Reading all = readAll()) {
      assertThat(restarted.topicsRefused()).isEqualTo(6);
      assertThat(restarted.contents()).isEqualTo(all.contents());
      assertThat(restarted.records()).isEqualTo(writes.count());
    }
  }

  @Test
  void snapshotOfATopicThatWasMadeAgainIsNotGoneOnFrom() throws Exception {
    takeSnapshot();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.deleteTopics(List.of(topics.userHistories().name())).all().get();
    }
    kafka.createTopics(topics.fixed());
    // As long as before and longer: the offsets alone would not tell.
    for (int i = 0; i < 600; i++) {
      world.history("new-" + i % 7, i + 1, "first");
    }
    try (Reading restarted = restart();
        Reading all = readAll()) {
      assertThat(restarted.topicsRefused()).isEqualTo(1);
      assertThat(restarted.contents()).isEqualTo(all.contents());
      assertThat(restarted.contents().histories()).hasSize(7);
    }
  }

  @Test
  void topicOfAttributesNeedNotBeThereAndIsFollowedOnceItIs() {
    Topics fewer = new Topics("fewer-", 2);
    kafka.createTopics(
        fewer.fixed().stream()
            .filter(it -> !it.name().equals(fewer.userAttributes().name()))
            .toList());
    kafka.createTopics(List.of(fewer.itemEmbeddings(RandomWrites.RELEASE)));
    try (KafkaWorld itsWorld = new KafkaWorld(kafka.bootstrapServers(), fewer);
        Reading reading =
            Reading.from(snapshots, kafka.bootstrapServers(), fewer, InstantSource.system())) {
      new RandomWrites(itsWorld, 4).begin();
      reading.caughtUp();
      reading.prepareSnapshot();
      reading.disk().write();
    }
    // From a snapshot that knows nothing of the topic, as from one of an earlier release.
    kafka.createTopics(List.of(fewer.userAttributes()));
    try (KafkaWorld itsWorld = new KafkaWorld(kafka.bootstrapServers(), fewer)) {
      itsWorld.attributes("ann", "SE", "free");
      try (Reading restarted =
          Reading.from(snapshots, kafka.bootstrapServers(), fewer, InstantSource.system())
              .caughtUp()) {
        assertThat(restarted.topicsRefused()).isZero();
        assertThat(restarted.contents().userAttributes())
            .isEqualTo(Map.of("ann", List.of("country=SE", "plan=free")));
      }
    }
  }

  @Test
  void layoutThatCannotBeReadIsDoneWithout() {
    takeSnapshot();
    String embeddings = topics.itemEmbeddings(RandomWrites.RELEASE).name();
    for (byte[] damaged : List.of(new byte[0], new byte[] {1, 2, 3}, new byte[] {99})) {
      try (Reading restarted = restart()) {
        restarted.disk().store().writeLayout(embeddings, "embeddings", damaged);
        restarted.disk().write();
      }
      try (Reading restarted = restart();
          Reading all = readAll()) {
        assertThat(restarted.disk().store().layout(embeddings, "embeddings")).hasValue(damaged);
        assertThat(restarted.contents()).isEqualTo(all.contents());
      }
    }
  }

  @Test
  void whatIsLearntInASecondLifeIsInTheNextSnapshot() {
    takeSnapshot();
    for (int life = 0; life < 3; life++) {
      writes.write(100);
      try (Reading restarted = restart()) {
        restarted.disk().write();
      }
    }
    try (Reading restarted = restart();
        Reading all = readAll()) {
      assertThat(restarted.contents()).isEqualTo(all.contents());
    }
  }

  @Test
  void embeddingsOfReleasesThatAreNotKeptAreForgotten() {
    world.announce("r2", RandomWrites.DIMENSIONS / 2, 1);
    world.embedding("r2", "first", 1, 0, 1, 0, 0);
    takeSnapshot();
    world.activate("r2");
    try (Reading restarted = restart()) {
      assertThat(restarted.disk().store().topics()).contains(topics.itemEmbeddings("r1").name());
      restarted.prepareSnapshot();
      assertThat(restarted.disk().store().topics())
          .contains(topics.itemEmbeddings("r2").name(), topics.userHistories().name())
          .doesNotContain(topics.itemEmbeddings("r1").name());
    }
  }

  private void takeSnapshot() {
    try (Reading reading = restart()) {
      reading.prepareSnapshot();
      reading.disk().write();
    }
  }

  private Reading restart() {
    return Reading.from(snapshots, kafka.bootstrapServers(), topics, InstantSource.system())
        .caughtUp();
  }

  private Reading readAll() {
    return Reading.all(kafka.bootstrapServers(), topics).caughtUp();
  }

  private static void flipLastByte(Path snapshot) throws Exception {
    Path table;
    try (Stream<Path> files = Files.list(snapshot)) {
      table = files.filter(it -> it.toString().endsWith(".sst")).max(Path::compareTo).orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(table);
    bytes[bytes.length - 1] ^= 1;
    Files.delete(table);
    Files.write(table, bytes);
  }
}
