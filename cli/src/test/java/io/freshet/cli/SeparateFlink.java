package io.freshet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Flink session cluster of two processes, a JobManager and a TaskManager, with nothing of ours on
 * their class path and with the configuration that we ship; jobs come to it as a jar over REST.
 */
final class SeparateFlink implements AutoCloseable {
  /** What a session cluster of Flink's own distribution does not have. */
  private static final List<String> NOT_FLINKS =
      List.of(
          "/kafka-clients/",
          "flink-avro",
          "flink-connector-kafka",
          "flink-connector-base",
          "/avro/",
          "/grpc",
          "/com/google/",
          "djl",
          "datasketches",
          "classes");

  private final List<Process> processes = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final Path directory;
  private final String address;

  private SeparateFlink(Path directory, int port) {
    this.directory = directory;
    this.address = "http://127.0.0.1:" + port;
  }

  /**
   * Starts both.
   *
   * @param configuration directory of the {@code config.yaml}
   * @param directory where they may write
   */
  static SeparateFlink start(Path configuration, Path directory) throws IOException {
    int rest = freePort();
    int rpc = freePort();
    List<String> common =
        List.of(
            "--configDir",
            configuration.toString(),
            "-Djobmanager.rpc.address=127.0.0.1",
            "-Djobmanager.rpc.port=" + rpc,
            "-Drest.address=127.0.0.1",
            "-Drest.port=" + rest,
            "-Drest.bind-port=" + rest,
            "-Dmetrics.reporter.prom.port=0",
            "-Dexecution.checkpointing.dir=" + directory.resolve("checkpoints").toUri(),
            "-Dexecution.checkpointing.savepoint-dir=" + directory.resolve("savepoints").toUri(),
            "-Dio.tmp.dirs=" + Files.createDirectories(directory.resolve("tmp")));
    SeparateFlink flink = new SeparateFlink(directory, rest);
    flink.run("org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint", common);
    List<String> worker = new ArrayList<>(common);
    worker.addAll(
        List.of(
            "-Dtaskmanager.host=127.0.0.1",
            "-Dtaskmanager.cpu.cores=2",
            "-Dtaskmanager.memory.task.heap.size=384m",
            "-Dtaskmanager.memory.task.off-heap.size=0",
            "-Dtaskmanager.memory.framework.heap.size=128m",
            "-Dtaskmanager.memory.framework.off-heap.size=128m",
            "-Dtaskmanager.memory.network.min=64m",
            "-Dtaskmanager.memory.network.max=64m",
            "-Dtaskmanager.memory.managed.size=256m",
            "-Dtaskmanager.memory.jvm-metaspace.size=256m",
            "-Dtaskmanager.memory.jvm-overhead.min=128m",
            "-Dtaskmanager.memory.jvm-overhead.max=128m"));
    flink.run("org.apache.flink.runtime.taskexecutor.TaskManagerRunner", worker);
    return flink;
  }

  private void run(String main, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(System.getProperty("java.opens", "").split(" ")));
    command.removeIf(String::isEmpty);
    command.addAll(List.of("-Dlog4j2.level=INFO", "-cp", classPath(), main));
    command.addAll(arguments);
    Path log = directory.resolve(main.substring(main.lastIndexOf('.') + 1) + ".log");
    processes.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .directory(directory.toFile())
            .start());
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> NOT_FLINKS.stream().noneMatch(entry::contains))
        .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("freshet-"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Whether the JobManager answers and the TaskManager has registered. */
  boolean isUp() throws InterruptedException {
    if (!processes.stream().allMatch(Process::isAlive)) {
      throw new IllegalStateException("Flink does not start: " + logs());
    }
    try {
      return ask(HttpRequest.newBuilder(uri("/overview")).build()).path("taskmanagers").asInt() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends a jar and runs a main of it; yields the job's id. */
  String submit(Path jar, String main, Map<String, String> arguments)
      throws IOException, InterruptedException {
    String boundary = "freshet-jar";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        lines(
            "--" + boundary,
            "Content-Disposition: form-data; name=\"jarfile\"; filename=\"job.jar\"",
            "Content-Type: application/java-archive",
            "",
            ""));
    body.writeBytes(Files.readAllBytes(jar));
    body.writeBytes(lines("", "--%s--".formatted(boundary), ""));
    JsonNode uploaded =
        ask(
            HttpRequest.newBuilder(uri("/jars/upload"))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build());
    String name = uploaded.path("filename").asText();
    List<String> words = new ArrayList<>();
    arguments.forEach((key, value) -> words.addAll(List.of("--" + key, value)));
    JsonNode started =
        ask(
            HttpRequest.newBuilder(
                    uri("/jars/%s/run".formatted(name.substring(name.lastIndexOf('/') + 1))))
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        json.writeValueAsString(
                            Map.of("entryClass", main, "programArgsList", words))))
                .build());
    return started.path("jobid").asText();
  }

  private static byte[] lines(String... lines) {
    return String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  /** State of a job, as Flink names it. */
  String state(String job) throws IOException, InterruptedException {
    return ask(HttpRequest.newBuilder(uri("/jobs/" + job)).build()).path("state").asText();
  }

  /** What both have logged, for messages. */
  String logs() {
    try (Stream<Path> files = Files.list(directory)) {
      StringBuilder logs = new StringBuilder();
      for (Path file : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        String text = Files.readString(file);
        logs.append(text, Math.max(0, text.length() - 5_000), text.length());
      }
      return logs.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private URI uri(String path) {
    return URI.create(address + path);
  }

  private JsonNode ask(HttpRequest request) throws IOException, InterruptedException {
    var answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          "Flink answers %d to %s: %s"
              .formatted(answer.statusCode(), request.uri(), answer.body()));
    }
    return json.readTree(answer.body());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
  }
}
