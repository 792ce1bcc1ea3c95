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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is asked of a Flink cluster over REST. */
public final class FlinkRest {
  private static final int OK = 200;

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
    try {
      return ask(HttpRequest.newBuilder(uri("/overview")).build()).path("taskmanagers").asInt();
    } catch (IOException e) {
      return 0;
    }
  }

  /** State of each job that has not ended, by name; nothing while nobody answers. */
  public Map<String, String> jobs() throws InterruptedException {
    try {
      return ofJobs("state");
    } catch (IOException e) {
      return Map.of();
    }
  }

  /**
   * Ends a job for good; what it wrote stays.
   *
   * @return whether there was one of that name
   */
  public boolean cancel(String name) throws IOException, InterruptedException {
    String id = ofJobs("jid").get(name);
    if (id == null) {
      return false;
    }
    var unused =
        ask(
            HttpRequest.newBuilder(uri("/jobs/%s?mode=cancel".formatted(id)))
                .method("PATCH", BodyPublishers.noBody())
                .build());
    return true;
  }

  /** A field of each job that has not ended, by name. */
  private Map<String, String> ofJobs(String field) throws IOException, InterruptedException {
    Map<String, String> jobs = new TreeMap<>();
    JsonNode all = ask(HttpRequest.newBuilder(uri("/jobs/overview")).build()).path("jobs");
    for (JsonNode job : all) {
      if (job.path("end-time").asLong() < 0) {
        jobs.put(job.path("name").asText(), job.path(field).asText());
      }
    }
    return jobs;
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
