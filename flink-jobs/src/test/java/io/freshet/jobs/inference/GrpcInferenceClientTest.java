package io.freshet.jobs.inference;

import static io.freshet.jobs.inference.FakeInferenceServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.schemas.inference.ModelInferRequest;
import io.freshet.schemas.inference.ModelInferResponse;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GrpcInferenceClientTest {
  private static final float[] FAILED = {};

  private FakeInferenceServer server;
  private GrpcInferenceClient client;

  @BeforeEach
  void start() throws IOException {
    server = new FakeInferenceServer(GrpcInferenceClientTest::lengths);
    client = new GrpcInferenceClient(config(server.target(), Duration.ofSeconds(30)));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void textsAreAnsweredInOrderAcrossRequests() {
    assertThat(client.encodeTexts(List.of("a", "bb", "ccc", "ünü", "")))
        .containsExactly(
            new float[] {1, 1},
            new float[] {2, 1},
            new float[] {3, 1},
            new float[] {3, 1},
            new float[] {0, 1});
    assertThat(server.requests()).hasSize(3);
    assertThat(server.requests().get(0).getModelName()).isEqualTo("text-encoder");
    assertThat(server.requests().get(0).getModelVersion()).isEqualTo("e1");
    assertThat(server.requests().get(0).getInputs(0).getShapeList()).containsExactly(2L);
    assertThat(server.received("text")).containsExactly("a", "bb", "ccc", "ünü", "");
  }

  @Test
  void nothingIsAskedForNothing() {
    assertThat(client.encodeTexts(List.of())).isEmpty();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void itemsNameTheirRelease() {
    server.next(request -> answer("h", 3, List.of(new float[] {1, 2, 3})));

    assertThat(client.encodeItems(List.of("track"), List.of(new float[] {.5f, -2})))
        .containsExactly(new float[] {1, 2, 3});
    ModelInferRequest request = server.requests().get(0);
    assertThat(request.getModelName()).isEqualTo("hgnn-encode");
    assertThat(request.getModelVersion()).isEqualTo("r1");
    assertThat(request.getInputs(0).getShapeList()).containsExactly(1L, 2L);
    assertThat(FakeInferenceServer.floats(request, "x")).containsExactly(.5f, -2f);
    assertThat(server.received("type")).containsExactly("track");
  }

  @Test
  void layerSendsOnlyTheAggregatesThatExist() {
    server.next(request -> answer("h", 3, List.of(new float[] {1, 0, 0}, new float[] {0, 1, 0})));
    Map<String, float[]> aggregates = new TreeMap<>();
    aggregates.put("artist", new float[] {1, 2, 3});
    aggregates.put("track", new float[] {4, 5, 6});

    client.layer(
        2,
        List.of(
            new LayerInput("podcast", new float[] {7, 7, 7}, Map.of()),
            new LayerInput("track", new float[] {8, 8, 8}, aggregates)));

    ModelInferRequest request = server.requests().get(0);
    assertThat(request.getModelName()).isEqualTo("hgnn-layer-2");
    assertThat(FakeInferenceServer.floats(request, "aggregate"))
        .containsExactly(1f, 2f, 3f, 4f, 5f, 6f);
    assertThat(FakeInferenceServer.ints(request, "aggregate_row")).containsExactly(1, 1);
    assertThat(FakeInferenceServer.strings(request, "aggregate_type"))
        .containsExactly("artist", "track");
    assertThat(FakeInferenceServer.floats(request, "self")).startsWith(7f, 7f, 7f, 8f);
  }

  @Test
  void oneBadItemFailsAlone() {
    server.next(
        request -> answer("vector", 2, List.of(new float[] {1, Float.NaN}, new float[] {1, 1})));
    server.next(
        request ->
            answer(
                "vector", 2, List.of(new float[] {0, 0}, new float[] {2, 2}), new byte[] {1, 0}));

    assertThat(client.encodeTexts(List.of("nan", "fine", "zero", "refused")))
        .containsExactly(FAILED, new float[] {1, 1}, FAILED, FAILED);
  }

  @Test
  void foreignServerWithoutFlagsIsJudgedByItsValues() {
    server.next(
        request ->
            answer("vector", 2, List.of(new float[] {1, 2})).toBuilder().removeOutputs(1).build());

    assertThat(client.encodeTexts(List.of("a"))).containsExactly(new float[] {1, 2});
  }

  @Test
  void busyServerIsAskedAgain() {
    server.next(GrpcInferenceClientTest::busy);
    server.next(GrpcInferenceClientTest::busy);

    assertThat(client.encodeTexts(List.of("a"))).containsExactly(new float[] {1, 1});
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void silentServerIsAskedAgainAfterTheDeadline() {
    try (GrpcInferenceClient hasty =
        new GrpcInferenceClient(config(server.target(), Duration.ofSeconds(1)))) {
      hasty.encodeTexts(List.of("connects"));
      server.next(request -> null);

      assertThat(hasty.encodeTexts(List.of("a"))).containsExactly(new float[] {1, 1});
    }
    assertThat(server.requests()).hasSizeGreaterThanOrEqualTo(3);
  }

  /** It resets the calls under way, which is no answer; then nobody is there. */
  @Test
  void callThatAServerLeavesOpenAsItEndsIsTriedAgain() {
    server.next(
        request -> {
          server.close();
          return null;
        });

    assertThatThrownBy(() -> client.encodeTexts(List.of("a")))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("UNAVAILABLE")
        .hasMessageContaining("3 attempts");
  }

  @Test
  void attemptsAreBounded() {
    for (int i = 0; i < 3; i++) {
      server.next(GrpcInferenceClientTest::busy);
    }

    assertThatThrownBy(() -> client.encodeTexts(List.of("a")))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("UNAVAILABLE")
        .hasMessageContaining("3 attempts");
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void refusalIsNotRepeated() {
    server.next(
        request -> {
          throw Status.NOT_FOUND.withDescription("no such model").asRuntimeException();
        });

    assertThatThrownBy(() -> client.encodeTexts(List.of("a")))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("no such model");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void answerOfAnotherShapeIsRefusedAsAWhole() {
    server.next(request -> answer("vector", 3, List.of(new float[] {1, 2, 3})));
    server.next(request -> answer("other", 2, List.of(new float[] {1, 2})));

    assertThatThrownBy(() -> client.encodeTexts(List.of("a")))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("[1, 3]");
    assertThatThrownBy(() -> client.encodeTexts(List.of("a")))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("vector is missing");
  }

  @Test
  void serverThatIsAwayIsNamed() {
    String target = server.target();
    server.close();

    assertThatThrownBy(() -> client.encodeTexts(List.of("a")))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining(target);
  }

  @Test
  void vectorOfTheWrongSizeIsNeverSent() {
    assertThatThrownBy(() -> client.encodeItems(List.of("track"), List.of(new float[] {1})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot send vector: it must have 2 dimensions (1)");
    assertThat(server.requests()).isEmpty();
  }

  private static InferenceConfig config(String target, Duration timeout) {
    return new InferenceConfig(
        target, "r1", "e1", 3, 2, timeout, 3, Duration.ofMillis(1), Duration.ofMillis(2), 2);
  }

  /** Vector of a text: its length in characters, and 1. */
  private static ModelInferResponse lengths(ModelInferRequest request) {
    List<float[]> rows = new ArrayList<>();
    for (String text : FakeInferenceServer.strings(request, "text")) {
      rows.add(new float[] {text.length(), 1});
    }
    return answer("vector", 2, rows);
  }

  private static ModelInferResponse busy(ModelInferRequest request) {
    throw Status.UNAVAILABLE.withDescription("queue is full").asRuntimeException();
  }
}
