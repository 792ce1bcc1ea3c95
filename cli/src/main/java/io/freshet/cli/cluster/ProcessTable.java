package io.freshet.cli.cluster;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The processes of a cluster by name, in the order of their start, remembered in a file. */
final class ProcessTable {
  private static final String FILE = "processes.json";
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final Map<String, ManagedProcess> processes;

  private ProcessTable(Path directory, Map<String, ManagedProcess> processes) {
    this.directory = directory;
    this.processes = processes;
  }

  /** The processes that were started in that directory. */
  static ProcessTable in(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    Map<String, ManagedProcess> processes =
        Files.exists(file)
            ? JSON.readValue(
                file.toFile(), new TypeReference<LinkedHashMap<String, ManagedProcess>>() {})
            : new LinkedHashMap<>();
    return new ProcessTable(directory, processes);
  }

  Map<String, ManagedProcess> all() {
    return Collections.unmodifiableMap(processes);
  }

  boolean isRunning(String name) {
    return running(name).isPresent();
  }

  private Optional<ProcessHandle> running(String name) {
    @Nullable ManagedProcess process = processes.get(name);
    return process == null ? Optional.empty() : process.running();
  }

  /** Starts a process under a name; what it says is appended to its log. */
  void start(String name, List<String> command) throws IOException {
    Path log = log(name);
    Files.createDirectories(directory.resolve("logs"));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    processes.put(name, ManagedProcess.of(process));
    remember();
  }

  /** Sends a process a signal; waits for its end when it is one that ends it. */
  void signal(String name, String signal) throws IOException, InterruptedException {
    ProcessHandle process =
        running(name)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Cannot send %s: the process does not run (%s)".formatted(signal, name)));
    int code =
        new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(signal, process.pid()))
            .start()
            .waitFor();
    if (code != 0) {
      throw new IllegalStateException(
          "Cannot send %s to %s: kill answers %d".formatted(signal, name, code));
    }
    if (signal.equals("KILL") || signal.equals("TERM")) {
      ProcessHandle unused = process.onExit().join();
    }
  }

  /** Where a process says what it has to say. */
  Path log(String name) {
    return directory.resolve("logs").resolve(name + ".log");
  }

  /** Stops all, the newest first; what does not end in time is killed. */
  void stopAll() throws IOException, InterruptedException {
    List<String> names = new ArrayList<>(processes.keySet());
    Collections.reverse(names);
    for (String name : names) {
      Optional<ProcessHandle> running = running(name);
      if (running.isPresent()) {
        stop(running.get());
      }
    }
    processes.clear();
    remember();
  }

  private static void stop(ProcessHandle process) throws InterruptedException {
    process.destroy();
    try {
      var unused = process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      process.destroyForcibly();
    }
  }

  private void remember() throws IOException {
    Path file = directory.resolve(FILE);
    Path written = directory.resolve(FILE + ".new");
    JSON.writerWithDefaultPrettyPrinter().writeValue(written.toFile(), processes);
    Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
