package io.freshet.server.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a real process that writes one snapshot after the other. */
final class KilledServerTest {
  private static final int LIVES = 6;

  @TempDir Path directory;

  @Test
  void killedDuringSnapshotsAndDuringCatchUpNothingIsLost() throws Exception {
    Path snapshots = directory.resolve("snapshots");
    Topics topics = new Topics("killed-", 2);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      kafka.createTopics(topics.fixed());
      kafka.createTopics(List.of(topics.itemEmbeddings(RandomWrites.RELEASE)));
      try (KafkaWorld world = new KafkaWorld(kafka.bootstrapServers(), topics)) {
        RandomWrites writes = new RandomWrites(world, 17);
        writes.begin();
        for (int life = 0; life < LIVES; life++) {
          writes.write(200);
          try (RetrievalProcess server =
              RetrievalProcess.start(kafka.bootstrapServers(), topics.prefix(), snapshots)) {
            // Every other life ends while it still catches up.
            server.await(life % 2 == 0 ? "ready" : "running");
            writes.write(life % 2 == 0 ? 100 : 10);
          }
        }
        assertThat(snapshots(snapshots)).isNotEmpty();
        try (Reading restarted =
                Reading.from(snapshots, kafka.bootstrapServers(), topics, InstantSource.system())
                    .caughtUp();
            Reading all = Reading.all(kafka.bootstrapServers(), topics).caughtUp()) {
          assertThat(restarted.disk().refusals()).isEmpty();
          assertThat(restarted.topicsRefused()).isZero();
          assertThat(restarted.contents()).isEqualTo(all.contents());
          assertThat(restarted.records()).isLessThan(all.records());
        }
      }
    }
  }

  private static List<Path> snapshots(Path directory) throws Exception {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(it -> it.getFileName().toString().startsWith("snapshot-")).toList();
    }
  }
}
