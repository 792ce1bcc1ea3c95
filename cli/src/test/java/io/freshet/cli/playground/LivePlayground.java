package io.freshet.cli.playground;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.playground.PlaygroundSettings.Ports;
import io.freshet.cli.playground.PlaygroundSettings.Precision;
import io.freshet.cli.playground.Story.Medium;
import io.freshet.cli.world.WorldSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small playground that runs beside a test, until it is closed. */
public final class LivePlayground implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("(http://[0-9.:]+)/metrics");
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int ITEMS = 300;
  private static final int USERS = 400;
  private static final long HISTORY = 6_000;
  private static final int EVENTS_PER_SECOND = 100;

  private final StringWriter told = new StringWriter();
  private final StopSignal stop = new StopSignal();
  private final CompletableFuture<Summary> run;

  private LivePlayground(Path directory) {
    run =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return playground(directory).run();
              } catch (Exception e) {
                throw new IllegalStateException("Cannot run the playground: " + told, e);
              }
            },
            task -> new Thread(task, "playground").start());
  }

  /** Starts one, and returns when events are played live. */
  public static LivePlayground start(Path directory) {
    LivePlayground playground = new LivePlayground(directory);
    playground.await();
    return playground;
  }

  /** Where its processes' metrics are: retrieval, inference, Flink. */
  public List<URI> metrics() {
    List<URI> addresses = new ArrayList<>();
    Matcher matcher = ADDRESS.matcher(told.toString());
    while (matcher.find()) {
      addresses.add(URI.create(matcher.group()));
    }
    assertThat(addresses).as("%s", told).hasSize(3);
    return addresses;
  }

  @Override
  public void close() {
    stop.raise();
    run.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private void await() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!told.toString().contains(" played \"") && System.nanoTime() < end) {
      if (run.isDone()) {
        run.join();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    assertThat(told.toString()).contains(" played \"");
  }

  private Playground playground(Path directory) throws IOException {
    InstantSource clock = InstantSource.system();
    Programme programme =
        new InventedProgramme(
            WorldSettings.defaults(3, KeptProgramme.historyEnd(directory, clock))
                .sized(ITEMS, USERS),
            HISTORY,
            EVENTS_PER_SECOND,
            clock);
    return new Playground(
        new PlaygroundSettings(directory, Optional.empty(), 1, Precision.BOUNDED, Ports.any()),
        programme,
        new Story(new PrintWriter(told, true), Medium.LOG, System::nanoTime),
        stop,
        clock);
  }
}
