package io.freshet.server.retrieval;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A retrieval server in a process of its own, that can be killed. */
final class RetrievalProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private RetrievalProcess(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts one that takes a snapshot every few milliseconds. */
  static RetrievalProcess start(String bootstrapServers, String prefix, Path snapshots)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RetrievalProcess.class.getName(),
                bootstrapServers,
                prefix,
                snapshots.toString()));
    return new RetrievalProcess(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Waits for the line that says so: that the server runs, or that it is ready. */
  void await(String line) throws IOException {
    for (String said = output.readLine(); !line.equals(said); said = output.readLine()) {
      if (said == null) {
        throw new AssertionError("the process ended before it said " + line);
      }
    }
  }

  /** {@code kill -9}. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  public static void main(String[] arguments) throws InterruptedException {
    RetrievalServer server =
        RetrievalServer.start(
            RetrievalServerConfig.defaults()
                .withBootstrapServers(arguments[0])
                .withTopicPrefix(arguments[1])
                .withAddress("127.0.0.1", 0)
                .withSnapshots(Path.of(arguments[2]), Duration.ofMillis(5)));
    System.out.println("running");
    CountDownLatch never = new CountDownLatch(1);
    while (!server.isReady()) {
      if (never.await(5, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
    System.out.println("ready");
    never.await();
  }
}
