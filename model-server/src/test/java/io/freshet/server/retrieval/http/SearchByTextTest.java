package io.freshet.server.retrieval.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.server.retrieval.query.World;
import io.freshet.server.retrieval.text.InferenceTextVectors;
import io.freshet.server.retrieval.text.TextVectors;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SearchByTextTest {
  private final World world =
      new World().item("north", "track", 0, 1).item("east", "podcast", 1, 0);
  private final List<String> asked = new ArrayList<>();
  private HttpServer server =
      start(
          Optional.of(
              (text, type, release, dimensions) -> {
                asked.add("%s/%s/%s/%d".formatted(text, type, release, dimensions));
                return text.contains("north") ? new float[] {0, 2} : new float[] {1, 0};
              }));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void itemsNearTheTextOfTheServingReleaseAreAnswered() throws Exception {
    JsonNode answer = post("{\"text\":\"far north\",\"type\":\"track\",\"n\":1}", 200);
    assertThat(Asking.ids(answer)).containsExactly("north");
    assertThat(answer.at("/items/0/score").asDouble()).isEqualTo(1);
    assertThat(answer.at("/source").asText()).isEqualTo("search");
    assertThat(Asking.ids(post("{\"text\":\"x\"}", 200))).containsExactly("east", "north");
    assertThat(asked).containsExactly("far north/track/r1/2", "x//r1/2");
  }

  @Test
  void questionIsEitherATextOrAVector() throws Exception {
    assertThat(Asking.code(post("{}", 400))).isEqualTo("invalid_request");
    assertThat(Asking.code(post("{\"text\":\"x\",\"vector\":[1,0]}", 400)))
        .isEqualTo("invalid_request");
    assertThat(Asking.code(post("{\"text\":7}", 400))).isEqualTo("invalid_request");
    assertThat(Asking.code(post("{\"text\":\" \"}", 400))).isEqualTo("invalid_parameter");
    assertThat(Asking.code(post("{\"text\":\"%s\"}".formatted("x".repeat(4001)), 400)))
        .isEqualTo("invalid_parameter");
    assertThat(asked).isEmpty();
  }

  @Test
  void withoutAnInferenceServerItSaysSo() throws Exception {
    stop();
    server = start(Optional.empty());
    JsonNode refused = post("{\"text\":\"x\"}", 409);
    assertThat(Asking.code(refused)).isEqualTo("text_search_off");
    assertThat(refused.at("/error/message").asText()).contains("--inference");
  }

  @Test
  void whenTheInferenceServerIsAwayItSaysSo() throws Exception {
    stop();
    int nobodyListens;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobodyListens = socket.getLocalPort();
    }
    try (InferenceTextVectors away = new InferenceTextVectors("127.0.0.1:" + nobodyListens)) {
      server = start(Optional.of(away));
      assertThat(Asking.code(post("{\"text\":\"x\"}", 503))).isEqualTo("text_search_failed");
    }
  }

  private JsonNode post(String body, int status) throws Exception {
    return new Asking(server).post("/api/search", body, status);
  }

  private HttpServer start(Optional<TextVectors> texts) {
    return HttpServer.start(
        new Listening("127.0.0.1", 0, ApiKeys.none(), Optional.empty()),
        Servers.served(world, List::of, texts),
        new PrometheusRegistry(),
        InstantSource.fixed(World.NOW));
  }
}
