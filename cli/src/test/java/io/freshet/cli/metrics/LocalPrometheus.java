package io.freshet.cli.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Prometheus process with the shipped rules and scrape configuration; only who is scraped, and
 * how often, is this machine's. JSON is YAML, so the configuration is written as JSON.
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
  static LocalPrometheus start(Path program, Path directory, Map<String, URI> targets)
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

  /** The shipped configuration with these targets, and the rules beside it. */
  static Path configuration(Path directory, Map<String, URI> targets) throws IOException {
    ObjectNode all = (ObjectNode) Shipped.yaml(Shipped.PROMETHEUS);
    all.withObject("/global").put("scrape_interval", "1s").put("evaluation_interval", "1s");
    for (JsonNode job : all.path("scrape_configs")) {
      URI target = targets.get(job.path("job_name").asText());
      if (target == null) {
        throw new IllegalArgumentException("Cannot scrape: no address of " + job);
      }
      ((ObjectNode) job).remove("dns_sd_configs");
      ArrayNode static_ = ((ObjectNode) job).putArray("static_configs");
      static_.addObject().putArray("targets").add(target.getAuthority());
    }
    Files.createDirectories(directory);
    Files.copy(Shipped.RULES, directory.resolve("rules.yml"));
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
