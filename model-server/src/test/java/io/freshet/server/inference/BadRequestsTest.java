package io.freshet.server.inference;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.freshet.schemas.inference.GRPCInferenceServiceGrpc;
import io.freshet.schemas.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.freshet.schemas.inference.ModelInferRequest;
import io.freshet.schemas.inference.ModelInferResponse;
import io.freshet.server.inference.batch.BatchLimits;
import io.freshet.server.model.ReferenceHgnn;
import io.freshet.server.model.Release;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A running inference server that is sent whatever there is, on both of its ports. */
final class BadRequestsTest {
  private static final long SEED = 20_260_730;
  private static final int WIDTH = 16;
  private static final int TEXT = 384;
  private static final int MILLIS = 20_000;

  private static InferenceServer server;
  private static ManagedChannel channel;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    Release random = ReferenceHgnn.random(1, TEXT, WIDTH, 1, List.of("track", "podcast"));
    new Release(
            random.id(),
            "minilm-l6-v2-q",
            TEXT,
            WIDTH,
            1,
            random.types(),
            Map.of(),
            random.weights())
        .write(directory.resolve("release"));
    server =
        InferenceServer.start(
            InferenceServerConfig.defaults()
                .withPorts(0, 0)
                .withRelease(directory.resolve("release"))
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
  void spoiltRequestsAreTheCallersMistakeAndGoodOnesAreAnsweredAsBefore() {
    Random random = new Random(SEED);
    List<ModelInferRequest> good =
        List.of(
            OipRequests.texts("a song", "another"),
            OipRequests.encode(List.of("track"), TEXT, ones(TEXT)),
            OipRequests.layer(
                List.of("track", "new type"), WIDTH, ones(2 * WIDTH), ones(3 * WIDTH), 1, 0, 1));
    List<List<ByteString>> before = good.stream().map(request -> outputs(infer(request))).toList();
    for (int i = 0; i < 600; i++) {
      ModelInferRequest spoilt = OipRequests.spoilt(good.get(i % good.size()), random);
      try {
        assertWellFormed(infer(spoilt));
      } catch (StatusRuntimeException e) {
        assertThat(e.getStatus().getCode())
            .as(e.getMessage() + spoilt)
            .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(e.getStatus().getDescription()).startsWith("Cannot ");
      }
    }
    assertThat(good.stream().map(request -> outputs(infer(request))).toList()).isEqualTo(before);
  }

  @Test
  void rowsThatAreNoNumbersFailAlone() {
    float[] self = ones(4 * WIDTH);
    self[3] = Float.NaN;
    self[WIDTH + 5] = Float.NEGATIVE_INFINITY;
    float[] aggregates = ones(2 * WIDTH);
    aggregates[1] = Float.POSITIVE_INFINITY;
    List<String> types = List.of("track", "podcast", "🎧", "");
    ModelInferResponse layer = infer(OipRequests.layer(types, WIDTH, self, aggregates, 2, 3));
    assertThat(layer.getRawOutputContents(1).toByteArray()).containsExactly(0, 0, 0, 1);
    float[] vectors = ones(2 * TEXT);
    Arrays.fill(vectors, 0, TEXT, Float.MAX_VALUE);
    ModelInferResponse encoded =
        infer(OipRequests.encode(List.of("track", "track"), TEXT, vectors));
    assertThat(encoded.getRawOutputContents(1).byteAt(1)).isEqualTo((byte) 1);
    assertWellFormed(encoded);
  }

  @Test
  void textsOfAnyCharactersHaveAVector() throws Exception {
    ModelInferResponse response =
        infer(
            OipRequests.texts(
                "",
                " \n\t",
                "\u0000\u0001\u007f",
                "🎧🎵\uD83D\uDC69\u200D\uD83D\uDE80",
                "שיר יפה \u202E",
                "e\u0301".repeat(10_000),
                "\uFFFF\uFFFD\uFEFF",
                "x".repeat(3_000_000),
                "a b ".repeat(300_000)));
    assertThat(response.getRawOutputContents(1).toByteArray()).hasSize(9).containsOnly(1);
    ModelInferRequest texts = OipRequests.texts("abcd");
    byte[] raw = texts.getRawInputContents(0).toByteArray();
    raw[4] = (byte) 0xFF;
    raw[5] = (byte) 0xED;
    raw[6] = (byte) 0xA0; // half a surrogate pair
    ModelInferRequest notUtf8 =
        texts.toBuilder().setRawInputContents(0, ByteString.copyFrom(raw)).build();
    assertThat(infer(notUtf8).getRawOutputContents(1).toByteArray()).containsExactly(1);
    String halfPairs = text("\\ud800", "\\udc00\\ud83c", "a\\ud83cz");
    HttpResponse<String> answer = post("/v2/models/text-encoder/infer", halfPairs);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).endsWith("\"data\":[true,true,true]}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "7",
        "{\"inputs\":7}",
        "{\"inputs\":[7,null]}",
        "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[NaN]}]}",
        "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[7]}]}",
        "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[-1],\"data\":[]}]}",
        "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[1e300],\"data\":[]}]}",
        "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}",
        "{\"inputs\":[{\"name\":\"text\",\"datatype\":7,\"shape\":{},\"data\":\"x\"}]}",
        "{\"inputs\":[{\"name\":\"🎧\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"x\"]}]}",
        "{\"inputs\":[",
        "\u0000\u0001"
      })
  void bodiesThatAreNoRequestAreRefusedWithAnError(String body) throws Exception {
    for (String model : List.of("text-encoder", "hgnn-layer-1")) {
      HttpResponse<String> response = post("/v2/models/" + model + "/infer", body);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
      assertThat(response.body()).startsWith("{\"error\":\"Cannot");
    }
  }

  @Test
  void deepAndLargeBodiesAreRefusedWithAnError() throws Exception {
    String deep = text("x").replace("\"x\"", "[".repeat(50_000) + "]".repeat(50_000));
    String longNumber = text("x").replace("\"x\"", "9".repeat(100_000));
    for (String body : List.of(deep, longNumber)) {
      assertThat(post("/v2/models/text-encoder/infer", body).statusCode()).isEqualTo(400);
    }
    HttpResponse<String> large = post("/v2/models/text-encoder/infer", text("x".repeat(65 << 20)));
    assertThat(large.statusCode()).isEqualTo(413);
    assertAlive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/models/%F0%9F%8E%A7",
        "/v2/models/a%2Fb",
        "/v2/models/..%2F..",
        "/v2/models/%00",
        "/v2/models/%FF",
        "/v2/models/text-encoder/versions/%0A",
        "/v2/models/text-encoder/versions/"
      })
  void pathsOfUnknownModelsAreRefusedWithAnError(String path) throws Exception {
    for (String method : List.of("GET", "POST", "DELETE")) {
      String reply = exchange(server.httpPort(), method + " " + path + " HTTP/1.0\r\n\r\n");
      assertThat(reply).startsWith("HTTP/1.1 4");
    }
    assertAlive();
  }

  @Test
  void aRequestIdTooLongToEchoIsLeftOut() throws Exception {
    for (String id : List.of("x".repeat(7_900), "two words", "\u00e9")) {
      String reply =
          exchange(
              server.httpPort(),
              "GET /v2/health/live HTTP/1.0\r\nx-request-id: " + id + "\r\n\r\n");
      assertThat(reply).startsWith("HTTP/1.1 200").doesNotContain("request-id");
    }
  }

  @Test
  void whatIsNoProtocolIsHungUpOnAndTheNextRequestIsAnswered() throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < 20; i++) {
      byte[] noise = new byte[1 + random.nextInt(5_000)];
      random.nextBytes(noise);
      String rubbish = i % 2 == 0 ? "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" : "";
      for (int port : new int[] {server.grpcPort(), server.httpPort()}) {
        String unused = exchange(port, rubbish + new String(noise, ISO_8859_1));
      }
    }
    assertAlive();
  }

  private void assertAlive() {
    assertWellFormed(infer(OipRequests.texts("still here")));
  }

  /** As many vectors as flags, all finite. */
  private static void assertWellFormed(ModelInferResponse response) {
    long rows = response.getOutputs(0).getShape(0);
    assertThat(response.getRawOutputContents(1).size()).isEqualTo(Math.toIntExact(rows));
    var floats =
        response
            .getRawOutputContents(0)
            .asReadOnlyByteBuffer()
            .order(java.nio.ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    assertThat(floats.remaining()).isEqualTo(rows * response.getOutputs(0).getShape(1));
    while (floats.hasRemaining()) {
      assertThat(Float.isFinite(floats.get())).isTrue();
    }
  }

  private static List<ByteString> outputs(ModelInferResponse response) {
    return response.getRawOutputContentsList();
  }

  private static ModelInferResponse infer(ModelInferRequest request) {
    GRPCInferenceServiceBlockingStub stub =
        GRPCInferenceServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(MILLIS, TimeUnit.MILLISECONDS);
    return stub.modelInfer(request);
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** The body that encodes texts, each given as it stands in JSON. */
  private static String text(String... texts) {
    return "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[%d],\"data\":[\"%s\"]}]}"
        .formatted(texts.length, String.join("\",\"", texts));
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String exchange(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(MILLIS);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (SocketException e) {
      return ""; // hung up on before all was sent
    }
  }
}
