package io.freshet.server.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.freshet.schemas.inference.GRPCInferenceServiceGrpc;
import io.freshet.schemas.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.freshet.schemas.inference.ModelInferRequest;
import io.freshet.schemas.inference.ModelInferRequest.InferInputTensor;
import io.freshet.schemas.inference.ModelInferResponse;
import io.freshet.schemas.inference.ModelMetadataRequest;
import io.freshet.schemas.inference.ModelReadyRequest;
import io.freshet.schemas.inference.ServerLiveRequest;
import io.freshet.schemas.inference.ServerReadyRequest;
import io.freshet.server.inference.batch.BatchLimits;
import io.freshet.server.model.InvalidReleaseException;
import io.freshet.server.model.ReferenceHgnn;
import io.freshet.server.model.Release;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InferenceServerTest {
  private static final int D = 16;
  private static final int TEXT = 384;

  private static InferenceServer server;
  private static ManagedChannel channel;
  private static Release first;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    first = release(1);
    Path written = directory.resolve("first");
    first.write(written);
    server =
        InferenceServer.start(
            InferenceServerConfig.defaults()
                .withPorts(0, 0)
                .withRelease(written)
                .withBatch(new BatchLimits(64, Duration.ofMillis(1), 256)));
    channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", server.grpcPort()).usePlaintext().build();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void healthIsTheSameOnBothWires() throws Exception {
    assertThat(stub().serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
    assertThat(stub().serverReady(ServerReadyRequest.getDefaultInstance()).getReady()).isTrue();
    for (String path : List.of("/v2/health/live", "/v2/health/ready", "/ping", "/v2")) {
      assertThat(fetch(path).statusCode()).isEqualTo(200);
    }
    assertThat(fetch("/v2/models/hgnn-layer-2/versions/" + first.id() + "/ready").statusCode())
        .isEqualTo(200);
  }

  @Test
  void metadataNamesInputsAndVersions() throws Exception {
    assertThat(fetch("/v2/models/text-encoder").body())
        .contains("\"name\":\"text-encoder\"", "\"minilm-l6-v2-q\"", "\"shape\":[-1,384]");
    ModelMetadataRequest request =
        ModelMetadataRequest.newBuilder().setName("hgnn-layer-1").build();
    assertThat(stub().modelMetadata(request).getInputsList())
        .extracting(tensor -> tensor.getName() + tensor.getDatatype() + tensor.getShapeList())
        .containsExactly(
            "selfFP32[-1, 16]",
            "typeBYTES[-1]",
            "aggregateFP32[-1, 16]",
            "aggregate_rowINT32[-1]",
            "aggregate_typeBYTES[-1]");
  }

  @Test
  void textsBecomeUnitVectorsAndTheRequestIdComesBack() {
    ModelInferResponse response = stub().modelInfer(texts("jazz at night", "").setId("r1").build());
    assertThat(response.getId()).isEqualTo("r1");
    assertThat(response.getModelVersion()).isEqualTo("minilm-l6-v2-q");
    assertThat(response.getOutputs(0).getShapeList()).containsExactly(2L, 384L);
    assertThat(response.getRawOutputContents(1).toByteArray()).containsExactly(1, 1);
    float[] vector = floats(response, 0);
    double squares = 0;
    for (int i = 0; i < TEXT; i++) {
      squares += (double) vector[i] * vector[i];
    }
    assertThat(squares).isCloseTo(1, within(1e-5));
  }

  @Test
  void bothWiresGiveTheSameVector() throws Exception {
    float[] expected = floats(stub().modelInfer(texts("🎵 a song").build()), 0);
    HttpResponse<String> response =
        post(
            "/v2/models/text-encoder/infer",
            "{\"id\":\"a\",\"inputs\":[{\"name\":\"text\",\"shape\":[1],\"datatype\":\"BYTES\","
                + "\"data\":[\"🎵 a song\"]}]}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains("\"id\":\"a\"", "\"data\":[" + expected[0] + "," + expected[1] + ",")
        .endsWith("\"data\":[true]}]}");
    assertThat(response.headers().firstValue("x-request-id")).hasValue("test-7");
  }

  @Test
  void aBadItemOfSixtyFourFailsAlone() {
    float[] values = new float[64 * TEXT];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.cos(i);
    }
    values[9 * TEXT + 5] = Float.NaN;
    ModelInferResponse response =
        stub().modelInfer(encode("", values, Collections.nCopies(64, "track")).build());
    byte[] ok = response.getRawOutputContents(1).toByteArray();
    for (int row = 0; row < 64; row++) {
      assertThat(ok[row]).isEqualTo((byte) (row == 9 ? 0 : 1));
    }
    assertThat(floats(response, 0)[9 * D]).isZero();
  }

  @Test
  void badRequestsAreTheCallersMistake() throws Exception {
    assertStatus(Status.Code.NOT_FOUND, texts("x").setModelName("nothing"));
    assertStatus(Status.Code.NOT_FOUND, texts("x").setModelVersion("other"));
    assertStatus(
        Status.Code.INVALID_ARGUMENT, encode("", new float[TEXT], List.of("track", "track")));
    assertStatus(Status.Code.INVALID_ARGUMENT, texts("x").clearRawInputContents());
    assertStatus(Status.Code.INVALID_ARGUMENT, texts("x").setInputs(0, input("y", "BYTES", 1)));
    assertStatus(Status.Code.INVALID_ARGUMENT, texts("x").setInputs(0, input("text", "FP32", 1)));
    assertStatus(
        Status.Code.INVALID_ARGUMENT,
        texts("x").setInputs(0, input("text", "BYTES", Long.MAX_VALUE)));
    assertStatus(
        Status.Code.INVALID_ARGUMENT,
        texts(Collections.nCopies(257, "larger than the queue").toArray(String[]::new)));
    assertThatThrownBy(
            () -> stub().modelReady(ModelReadyRequest.newBuilder().setName("nothing").build()))
        .isInstanceOf(StatusRuntimeException.class);
    for (String body : List.of("", "{", "[]", "{\"inputs\":[{}]}", "{\"inputs\":[]}")) {
      HttpResponse<String> response = post("/v2/models/text-encoder/infer", body);
      assertThat(response.statusCode()).as(body).isEqualTo(400);
      assertThat(response.body()).startsWith("{\"error\":\"Cannot");
    }
    assertThat(post("/v2/models/nothing/infer", "{\"inputs\":[]}").statusCode()).isEqualTo(404);
    assertThat(fetch("/v2/models/nothing").statusCode()).isEqualTo(404);
    assertThat(fetch("/nothing").body()).startsWith("{\"error\":");
  }

  @Test
  void noRowsGiveNoRows() {
    ModelInferResponse response = stub().modelInfer(texts().build());
    assertThat(response.getOutputs(0).getShapeList()).containsExactly(0L, 384L);
  }

  @Test
  void aReleaseLoadedWhileServingAnswersNextAndTheOldStaysByVersion(@TempDir Path directory)
      throws IOException {
    Release second = release(2);
    second.write(directory.resolve("second"));
    float[] text = new float[TEXT];
    text[3] = 1;
    double[] old = new ReferenceHgnn(first).encode("video", text);
    double[] next = new ReferenceHgnn(second).encode("video", text);
    assertThat(server.load(directory.resolve("second"))).isEqualTo(second.id());
    ModelInferResponse newest = stub().modelInfer(encode("", text, List.of("video")).build());
    assertThat(newest.getModelVersion()).isEqualTo(second.id());
    assertThat((double) floats(newest, 0)[0]).isCloseTo(next[0], within(1e-5));
    ModelInferResponse pinned =
        stub().modelInfer(encode(first.id(), text, List.of("video")).build());
    assertThat((double) floats(pinned, 0)[0]).isCloseTo(old[0], within(1e-5));

    Path broken = directory.resolve("broken");
    release(3).write(broken);
    Files.write(broken.resolve("hgnn.safetensors"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> server.load(broken)).isInstanceOf(InvalidReleaseException.class);
    ModelInferResponse still = stub().modelInfer(encode("", text, List.of("video")).build());
    assertThat(still.getModelVersion()).isEqualTo(second.id());
    first.write(directory.resolve("first again"));
    server.load(directory.resolve("first again")); // rolls back
    assertThat(stub().modelInfer(encode("", text, List.of("video")).build()).getModelVersion())
        .isEqualTo(first.id());
  }

  @Test
  void releasesComeAndGoUnderLoadWithoutOneFailedOrMixedAnswer(@TempDir Path directory)
      throws Exception {
    float[] text = new float[TEXT];
    text[7] = 1;
    Map<String, Double> expected = new ConcurrentHashMap<>();
    for (long seed = 10; seed < 16; seed++) {
      Release release = release(seed);
      release.write(directory.resolve(release.id()));
      expected.put(release.id(), new ReferenceHgnn(release).encode("track", text)[0]);
    }
    server.load(directory.resolve("random-10"));
    AtomicBoolean loading = new AtomicBoolean(true);
    List<CompletableFuture<Integer>> callers = new ArrayList<>();
    for (int caller = 0; caller < 3; caller++) {
      callers.add(
          CompletableFuture.supplyAsync(
              () -> {
                int answers = 0;
                while (loading.get()) {
                  ModelInferResponse response =
                      stub().modelInfer(encode("", text, List.of("track")).build());
                  double own = Objects.requireNonNull(expected.get(response.getModelVersion()));
                  assertThat((double) floats(response, 0)[0]).isCloseTo(own, within(1e-5));
                  answers++;
                }
                return answers;
              }));
    }
    for (int round = 0; round < 3; round++) {
      for (String release : expected.keySet()) {
        server.load(directory.resolve(release));
      }
    }
    loading.set(false);
    for (CompletableFuture<Integer> caller : callers) {
      assertThat(caller.get(10, TimeUnit.SECONDS)).isPositive();
    }
    first.write(directory.resolve("first"));
    server.load(directory.resolve("first"));
  }

  @Test
  void aReleaseOfAnotherEncoderIsRefused(@TempDir Path directory) throws IOException {
    ReferenceHgnn.random(20, 12, D, 1, List.of("track")).write(directory.resolve("other"));
    assertThatThrownBy(() -> server.load(directory.resolve("other")))
        .hasMessageContaining("text encoder");
  }

  @Test
  void moreThanTheQueueHoldsIsRefusedAtOnceAndTheRestIsAnswered() throws Exception {
    String body =
        "{\"inputs\":[{\"name\":\"text\",\"shape\":[100],\"datatype\":\"BYTES\",\"data\":["
            + String.join(",", Collections.nCopies(100, "\"some words to encode\""))
            + "]}]}";
    List<CompletableFuture<HttpResponse<String>>> posts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(uri("/v2/models/text-encoder/infer"))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      posts.add(http.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
    }
    List<Integer> codes = new ArrayList<>();
    for (CompletableFuture<HttpResponse<String>> post : posts) {
      HttpResponse<String> response = post.get(60, TimeUnit.SECONDS);
      codes.add(response.statusCode());
      assertThat(response.headers().firstValue("Retry-After").isPresent())
          .isEqualTo(response.statusCode() == 503);
    }
    assertThat(codes).contains(200, 503).containsOnly(200, 503);
  }

  @Test
  void metricsCountRequestsByCode() throws Exception {
    stub().modelInfer(texts("counted").build());
    assertThat(fetch("/metrics").body())
        .contains(
            "freshet_inference_requests_total{code=\"OK\",model=\"text-encoder\"}",
            "freshet_inference_batches_total{model=\"text-encoder\"}",
            "freshet_inference_compute_seconds_bucket{model=\"text-encoder\"",
            "freshet_inference_request_seconds_bucket{model=\"text-encoder\"",
            "freshet_inference_batch_rows_bucket{model=\"text-encoder\"",
            "freshet_inference_pending_rows{model=\"text-encoder\"} 0.0",
            "freshet_inference_queue_capacity_rows{model=\"text-encoder\"}",
            "freshet_inference_model_info{model=\"text-encoder\",version=\"minilm-l6-v2-q\"} 1.0",
            "jvm_memory_used_bytes");
  }

  @Test
  void whatHasNotHappenedYetIsCountedAsZero() throws Exception {
    assertThat(fetch("/metrics").body())
        .contains(
            "freshet_inference_requests_total{code=\"OUT_OF_MEMORY\",model=\"text-encoder\"} 0.0",
            "freshet_inference_release_loads_total{outcome=\"failure\"} 0.0");
  }

  @Test
  void anExpiredDeadlineIsReported() {
    assertThatThrownBy(
            () ->
                stub()
                    .withDeadlineAfter(1, TimeUnit.MICROSECONDS)
                    .modelInfer(texts("too late").build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
  }

  @Test
  void aStoppedServerFreesItsPorts() throws IOException {
    InferenceServerConfig config = InferenceServerConfig.defaults().withPorts(0, 0);
    InferenceServer brief = InferenceServer.start(config);
    int grpcPort = brief.grpcPort();
    int httpPort = brief.httpPort();
    assertThatThrownBy(() -> InferenceServer.start(config.withPorts(httpPort, 0)))
        .isInstanceOf(RuntimeException.class);
    brief.close();
    InferenceServer.start(config.withPorts(httpPort, grpcPort)).close();
  }

  private static Release release(long seed) {
    Release random = ReferenceHgnn.random(seed, TEXT, D, 2, List.of("track", "podcast"));
    return new Release(
        random.id(), "minilm-l6-v2-q", TEXT, D, 2, random.types(), Map.of(), random.weights());
  }

  private static GRPCInferenceServiceBlockingStub stub() {
    return GRPCInferenceServiceGrpc.newBlockingStub(channel);
  }

  private static ModelInferRequest.Builder texts(String... texts) {
    return ModelInferRequest.newBuilder()
        .setModelName("text-encoder")
        .addInputs(input("text", "BYTES", texts.length))
        .addRawInputContents(bytes(List.of(texts)));
  }

  private static ModelInferRequest.Builder encode(
      String version, float[] values, List<String> types) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return ModelInferRequest.newBuilder()
        .setModelName("hgnn-encode")
        .setModelVersion(version)
        .addInputs(input("x", "FP32", values.length / TEXT, TEXT))
        .addInputs(input("type", "BYTES", types.size()))
        .addRawInputContents(ByteString.copyFrom(raw))
        .addRawInputContents(bytes(types));
  }

  private static InferInputTensor input(String name, String datatype, long... shape) {
    InferInputTensor.Builder input =
        InferInputTensor.newBuilder().setName(name).setDatatype(datatype);
    for (long axis : shape) {
      input.addShape(axis);
    }
    return input.build();
  }

  private static ByteString bytes(List<String> texts) {
    List<ByteString> parts = new ArrayList<>();
    for (String text : texts) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      length.putInt(0, utf8.length);
      parts.add(ByteString.copyFrom(length).concat(ByteString.copyFrom(utf8)));
    }
    return ByteString.copyFrom(parts);
  }

  private static float[] floats(ModelInferResponse response, int output) {
    FloatBuffer values =
        response
            .getRawOutputContents(output)
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    float[] floats = new float[values.remaining()];
    values.get(floats);
    return floats;
  }

  private static void assertStatus(Status.Code code, ModelInferRequest.Builder request) {
    ThrowingCallable call = () -> stub().modelInfer(request.build());
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class, e -> assertThat(e.getStatus().getCode()).isEqualTo(code));
  }

  private HttpResponse<String> fetch(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path))
            .header("x-request-id", "test-7")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.httpPort() + path);
  }
}
