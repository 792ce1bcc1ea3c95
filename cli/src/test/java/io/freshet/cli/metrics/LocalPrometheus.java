package io.freshet.cli.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.cluster.PrometheusFile;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Prometheus process with the shipped rules and scrape configuration; only who is scraped, and
 * how often, is this machine's.
 */
final class LocalPrometheus implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private final int port;

  private LocalPrometheus(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** A program of that name on the path, if there is one. */
  static Optional<Path> program(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts one.
   *
   * @param targets addresses by the name of their scrape job
   */
  static LocalPrometheus start(Path program, Path directory, Map<String, List<URI>> targets)
      throws IOException {
    Path configuration = configuration(directory, targets);
    Path log = directory.resolve("prometheus.log");
    int port = freePort();
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new LocalPrometheus(process, log, port);
  }

  private static Path configuration(Path directory, Map<String, List<URI>> targets)
      throws IOException {
    Map<String, List<String>> addresses = new TreeMap<>();
    targets.forEach((job, its) -> addresses.put(job, its.stream().map(URI::getAuthority).toList()));
    ObjectNode all = PrometheusFile.of(Shipped.PROMETHEUS.resolveSibling("."), addresses);
    all.withObject("/global").put("scrape_interval", "1s").put("evaluation_interval", "1s");
    Files.createDirectories(directory);
    return Files.writeString(directory.resolve("prometheus.yml"), JSON.writeValueAsString(all));
  }

  /** Series that an expression gives now; none while Prometheus is still starting. */
  JsonNode query(String expression) throws IOException, InterruptedException {
    return get("query?query=" + URLEncoder.encode(expression, UTF_8)).at("/data/result");
  }

  /** Every rule with its health. */
  JsonNode rules() throws IOException, InterruptedException {
    return get("rules").at("/data/groups");
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    if (!process.isAlive()) {
      throw new IllegalStateException("Cannot ask Prometheus: it ended\n" + Shipped.text(log));
    }
    URI uri = URI.create("http://127.0.0.1:%d/api/v1/%s".formatted(port, path));
    String body;
    try {
      body = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (ConnectException starting) {
      return JSON.createObjectNode();
    }
    if (!body.startsWith("{")) {
      return JSON.createObjectNode();
    }
    JsonNode answer = JSON.readTree(body);
    if (answer.path("status").asText().equals("error")) {
      throw new IllegalArgumentException(
          "Cannot ask Prometheus: %s (%s)".formatted(answer.path("error").asText(), path));
    }
    return answer;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
