package io.freshet.server.retrieval.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real browser without a window, driven by its own DevTools protocol: that needs no driver to be
 * fetched. It may reach this machine and nothing else.
 *
 * <p>Why no library: Selenium (4.52, 23 jars) wants a second program, ChromeDriver, of exactly the
 * browser's version, which refuses to type what is outside the BMP, as ids here are; colour scheme,
 * size of a phone, requests and pictures of whole pages are calls of this protocol there too.
 * Playwright (1.62) needs no driver, but brings 200 MB of Node, and answers only for the browser
 * that it was released with.
 */
public final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final String ANNOUNCED = "DevTools listening on ";

  private final Process process;
  private final DevTools devTools;

  private Chromium(Process process, DevTools devTools) {
    this.process = process;
    this.devTools = devTools;
  }

  /** The browser of this machine. */
  public static Optional<Path> find() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  public static Chromium start(Path binary, Path profile) throws IOException {
    List<String> command =
        Stream.of(
                binary.toString(),
                "--headless=new",
                // Tests may run as root, whom the sandbox refuses; all that is loaded is our own.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-default-apps",
                "--disable-extensions",
                "--disable-sync",
                "--no-first-run",
                "--no-default-browser-check",
                "--lang=en-US",
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .toList();
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try {
      return new Chromium(process, DevTools.connect(address(process)));
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  public Tab open() {
    return Tab.open(devTools);
  }

  @Override
  public void close() {
    devTools.close();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static URI address(Process process) throws IOException {
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
    StringBuilder all = new StringBuilder();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      all.append(line).append('\n');
      if (line.startsWith(ANNOUNCED)) {
        Thread drain = new Thread(() -> said.lines().forEach(each -> {}), "chromium-log");
        drain.setDaemon(true);
        drain.start();
        return URI.create(line.substring(ANNOUNCED.length()).strip());
      }
    }
    throw new IOException("Cannot start the browser: %s".formatted(all));
  }
}
