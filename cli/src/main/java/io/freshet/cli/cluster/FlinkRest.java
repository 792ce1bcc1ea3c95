package io.freshet.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is asked of a Flink cluster over REST. */
public final class FlinkRest {
  private static final int OK = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final String address;

  FlinkRest(int port) {
    this("http://127.0.0.1:" + port);
  }

  /**
   * A cluster.
   *
   * @param address of its JobManager, such as {@code http://host:8081}
   */
  public FlinkRest(String address) {
    this.address = address;
  }

  /** TaskManagers that have registered; 0 while nobody answers. */
  int taskManagers() throws InterruptedException {
    return see("/overview").map(all -> all.path("taskmanagers").asInt()).orElse(0);
  }

  /** State of each job that has not ended, by name; nothing while nobody answers. */
  public Map<String, String> jobs() throws InterruptedException {
    Map<String, String> jobs = new TreeMap<>();
    for (JsonNode job : live()) {
      jobs.put(job.path("name").asText(), job.path("state").asText());
    }
    return jobs;
  }

  /**
   * Ends a job for good; what it wrote stays.
   *
   * @return whether there was one of that name
   */
  public boolean cancel(String name) throws IOException, InterruptedException {
    Optional<String> id = id(name);
    if (id.isPresent()) {
      var unused =
          ask(
              HttpRequest.newBuilder(uri("/jobs/%s?mode=cancel".formatted(id.get())))
                  .method("PATCH", BodyPublishers.noBody())
                  .build());
    }
    return id.isPresent();
  }

  /** Id of the job of that name that has not ended. */
  Optional<String> id(String name) throws IOException, InterruptedException {
    JsonNode all = ask(HttpRequest.newBuilder(uri("/jobs/overview")).build()).path("jobs");
    for (JsonNode job : all) {
      if (job.path("end-time").asLong() < 0 && job.path("name").asText().equals(name)) {
        return Optional.of(job.path("jid").asText());
      }
    }
    return Optional.empty();
  }

  /** Checkpoints of each job that has not ended, by its name; nothing while nobody answers. */
  Map<String, CheckpointCounts> checkpoints() throws InterruptedException {
    Map<String, CheckpointCounts> counts = new TreeMap<>();
    for (JsonNode job : live()) {
      see("/jobs/%s/checkpoints".formatted(job.path("jid").asText()))
          .map(found -> found.path("counts"))
          .ifPresent(
              found ->
                  counts.put(
                      job.path("name").asText(),
                      new CheckpointCounts(
                          found.path("completed").asLong(), found.path("failed").asLong())));
    }
    return counts;
  }

  /**
   * Sends a jar, to be run any number of times.
   *
   * @return its name there
   */
  public String upload(Path jar) throws IOException, InterruptedException {
    String boundary = "freshet-jar";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        lines(
            "--" + boundary,
            "Content-Disposition: form-data; name=\"jarfile\"; filename=\"freshet.jar\"",
            "Content-Type: application/java-archive",
            "",
            ""));
    body.writeBytes(Files.readAllBytes(jar));
    body.writeBytes(lines("", "--%s--".formatted(boundary), ""));
    String name =
        ask(HttpRequest.newBuilder(uri("/jars/upload"))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build())
            .path("filename")
            .asText();
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /**
   * Runs a main of an uploaded jar.
   *
   * @param checkpoint to go on from
   * @return the job's id
   */
  public String run(
      String jar, String main, Map<String, String> arguments, Optional<Path> checkpoint)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    arguments.forEach((key, value) -> words.addAll(List.of("--" + key, value)));
    Map<String, Object> request = new TreeMap<>();
    request.put("entryClass", main);
    request.put("programArgsList", words);
    checkpoint.ifPresent(path -> request.put("savepointPath", path.toUri().toString()));
    String body = json.writeValueAsString(request);
    return ask(HttpRequest.newBuilder(uri("/jars/%s/run".formatted(jar)))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build())
        .path("jobid")
        .asText();
  }

  /** Jobs that have not ended. */
  private List<JsonNode> live() throws InterruptedException {
    List<JsonNode> live = new ArrayList<>();
    see("/jobs/overview").ifPresent(all -> all.path("jobs").forEach(live::add));
    live.removeIf(job -> job.path("end-time").asLong() >= 0);
    return live;
  }

  private static byte[] lines(String... lines) {
    return String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  private URI uri(String path) {
    return URI.create(address + path);
  }

  /** What lies at the bottom of the stack trace that Flink answers with. */
  private static String reason(String body) {
    String cause = body.substring(Math.max(0, body.lastIndexOf("Caused by: ")));
    int end = cause.indexOf("\\n");
    return end < 0 ? cause : cause.substring(0, end);
  }

  /** The answer to a question that can be asked again: none while a JobManager comes up. */
  private Optional<JsonNode> see(String path) throws InterruptedException {
    try {
      return Optional.of(ask(HttpRequest.newBuilder(uri(path)).timeout(PATIENCE).build()));
    } catch (IOException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  private JsonNode ask(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() / 100 != OK / 100) {
      throw new IllegalStateException(
          "Cannot ask Flink for %s: it answers %d (%s)"
              .formatted(request.uri(), answer.statusCode(), reason(answer.body())));
    }
    return json.readTree(answer.body());
  }
}
