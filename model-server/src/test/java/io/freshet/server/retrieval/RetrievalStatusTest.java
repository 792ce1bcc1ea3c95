package io.freshet.server.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.kafka.EmbeddedKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the status says of topics on a real broker. */
final class RetrievalStatusTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @Test
  void topicsBecomeAStatus(@TempDir Path directory) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        OpsWorld world = OpsWorld.start(kafka);
        RetrievalServer server =
            RetrievalServer.start(
                RetrievalServerConfig.defaults()
                    .withBootstrapServers(kafka.bootstrapServers())
                    .withAddress("127.0.0.1", 0))) {
      JsonNode status =
          await(
              server,
              it ->
                  it.at("/freshness/good_share").isNumber()
                      && it.at("/rounds").size() > 1
                      && step(it, "events").path("per_second").asDouble() > 0
                      && step(it, "embeddings").path("per_second").asDouble() > 0
                      && it.at("/dead_letters/reasons").size() == 2);
      assertThat(world).isNotNull();
      assertThat(status.at("/state").asText()).isEqualTo("fresh");
      assertThat(status.at("/freshness/p50_ms").asDouble()).isBetween(1000.0, 5000.0);
      assertThat(status.at("/freshness/good_share").asDouble()).isEqualTo(1);
      assertThat(status.at("/freshness/budget_left").asDouble()).isEqualTo(1);
      assertThat(status.at("/index/size").asInt())
          .isEqualTo(OpsWorld.ITEMS + OpsWorld.HOSTILE.size());
      assertThat(status.at("/releases/known/0/release").asText()).isEqualTo("r1");
      assertThat(status.at("/releases/known/0/coverage").asDouble()).isEqualTo(1);
      assertThat(status.at("/releases/known/1/role").asText()).isEqualTo("announced");
      assertThat(status.at("/rounds/0/affected").size()).isEqualTo(3);
      assertThat(status.at("/dead_letters/kept").asInt()).isEqualTo(2);
      assertThat(status.at("/dead_letters/topics/0/topic").asText()).isEqualTo("listening-events");
      assertThat(status.toString()).doesNotContain("user-17", "user-18");
      assertThat(step(status, "inference").path("state").asText()).isEqualTo("unknown");
      assertThat(step(status, "graph").path("lag_records").isNull()).isTrue();
    }
  }

  private static JsonNode step(JsonNode status, String id) {
    for (JsonNode step : status.path("pipeline")) {
      if (step.path("id").asText().equals(id)) {
        return step;
      }
    }
    throw new AssertionError("no step " + id);
  }

  private static JsonNode await(RetrievalServer server, Predicate<JsonNode> wanted)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:%d/api/status".formatted(server.port()));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonNode status =
          JSON.readTree(
              CLIENT
                  .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                  .body());
      if (wanted.test(status)) {
        return status;
      }
      assertThat(System.nanoTime()).as(status.toPrettyString()).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }
}
