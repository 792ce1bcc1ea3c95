package io.freshet.cli.playground;

import static io.freshet.cli.playground.TwoReleases.SECOND;
import static io.freshet.cli.playground.TwoReleases.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.rollout.Coverage;
import io.freshet.cli.rollout.Rollout;
import io.freshet.server.retrieval.RetrievalServer;
import io.freshet.server.retrieval.RetrievalServerConfig;
import io.freshet.server.retrieval.browser.Chromium;
import io.freshet.server.retrieval.browser.Tab;
import io.freshet.server.retrieval.http.ApiKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second release rolled out in a running playground, asked all the time. */
final class RolloutTest {
  private static final String ADMIN_KEY = "admin-key-of-this-test";
  private static final String READ_KEY = "read-key-of-this-test";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private static Path directory;

  @SuppressWarnings("NullAway.Init") // set before the first test
  private static TwoReleases playground;

  private final List<String> told = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    playground = TwoReleases.start(directory.resolve("playground"));
  }

  @AfterAll
  static void stop() {
    playground.close();
  }

  @Test
  void answersNeverFailNorMixWhileAReleaseComesAndGoes() throws Exception {
    Rollout rollout = playground.rollout(told::add);
    try (Asking asking = Asking.start(playground.server())) {
      Coverage coverage = rollout.run(playground.second());
      assertThat(coverage.isComplete()).isTrue();
      assertThat(coverage.wanted()).isGreaterThanOrEqualTo(200);
      assertThatThrownBy(() -> rollout.retire(SECOND)).hasMessageContaining("it is active");
      assertThatThrownBy(() -> rollout.rollback(playground.first()))
          .hasMessageContaining("second is active");
      assertThat(rollout.rollback(SECOND)).isEqualTo(playground.first());
      assertThat(rollout.retire(SECOND)).isTrue();
      assertThat(rollout.retire(SECOND)).isFalse();
      await(() -> asking.sees(playground.first()));
      asking.stop();
      assertThat(asking.releases).containsExactly(playground.first(), SECOND, playground.first());
      assertThat(asking.generations).hasSize(2);
    }
    assertThat(told)
        .contains("the embedding job is RUNNING")
        .anyMatch(line -> line.startsWith("embedded "));
  }

  /** The page is that of one server; answers are asked of another, which follows. */
  @Test
  void opsPageSwitchesReleasesForWhoHasTheKeyWhileAnswersGoOn() throws Exception {
    Optional<Path> binary = Chromium.find();
    assumeTrue(binary.isPresent(), "no Chromium on the PATH (Debian: apt-get install chromium)");
    try (RetrievalServer watched = serverWithKeys();
        Chromium browser = Chromium.start(binary.get(), directory.resolve("profile"));
        Tab tab = browser.open();
        Asking asking = Asking.start(playground.server())) {
      Rollout rollout = playground.rollout(told::add);
      rollout.run(playground.second());
      URI page = URI.create("http://127.0.0.1:%d/".formatted(watched.port()));
      tab.go(page);
      tab.click("document.querySelector('#key-button')");
      giveKey(tab, READ_KEY);
      tab.untilText("#health", SECOND + " as generation");

      tab.click(button("Roll back"));
      tab.untilText("#key-why", "Switching releases needs the admin key");
      assertThat(asking.sees(SECOND)).as("nothing is switched by a key for reading").isTrue();
      giveKey(tab, ADMIN_KEY);
      tab.untilText("#releases-said", playground.first() + " is active now");
      tab.untilText("#health", playground.first() + " as generation");
      await(() -> asking.sees(playground.first()));

      tab.click(button("Activate"));
      tab.untilText("#releases-said", SECOND + " is active now");
      tab.untilText("#health", SECOND + " as generation");
      await(() -> asking.sees(SECOND));
      tab.picture("two-releases");

      rollout.rollback(SECOND);
      rollout.retire(SECOND);
      await(() -> asking.sees(playground.first()));
      asking.stop();
      assertThat(asking.releases)
          .containsExactly(
              playground.first(), SECOND, playground.first(), SECOND, playground.first());
      assertThat(asking.generations).hasSize(2);
      assertThat(tab.requests()).allMatch(it -> it.startsWith(page.toString()));
      assertThat(tab.complaints())
          .allMatch(it -> it.contains("status of 401") || it.contains("403"));
    }
  }

  private static RetrievalServer serverWithKeys() {
    RetrievalServer server =
        RetrievalServer.start(
            RetrievalServerConfig.defaults()
                .withBootstrapServers(playground.bootstrapServers())
                .withAddress("127.0.0.1", 0)
                .withKeys(ApiKeys.of(ADMIN_KEY, READ_KEY)));
    await(server::isReady);
    return server;
  }

  private static void giveKey(Tab tab, String key) {
    tab.until("document.activeElement.id === 'key-input'");
    tab.type(key);
    tab.press("Enter");
    tab.until("!document.querySelector('#key-dialog').open");
  }

  private static String button(String name) {
    return "[...document.querySelectorAll('#releases button')].find(it => it.innerText === %s)"
        .formatted(Tab.quoted(name));
  }

  /** Asks for recommendations until it is stopped; any answer but a good one ends it. */
  private static final class Asking implements AutoCloseable {
    private final URI server;
    private final AtomicBoolean isStopped = new AtomicBoolean();
    private final CompletableFuture<Void> asked;

    /** Releases that answered, as they took turns. */
    private final List<String> releases = new CopyOnWriteArrayList<>();

    /** Generation by release: an answer of a release comes from its own index. */
    private final Map<String, String> generations = new HashMap<>();

    private Asking(URI server) {
      this.server = server;
      asked = CompletableFuture.runAsync(this::run);
    }

    static Asking start(URI server) {
      Asking asking = new Asking(server);
      await(() -> !asking.releases.isEmpty());
      return asking;
    }

    /** Whether the newest answer is of the release; fails when an answer was no good one. */
    boolean sees(String release) {
      if (asked.isDone()) {
        asked.join();
      }
      return releases.get(releases.size() - 1).equals(release);
    }

    /** Stops, and fails when an answer was no good one. */
    void stop() {
      isStopped.set(true);
      asked.orTimeout(1, TimeUnit.MINUTES).join();
    }

    @Override
    public void close() {
      isStopped.set(true);
    }

    private void run() {
      try {
        for (int user = 0; !isStopped.get(); user++) {
          ask("/api/recommend/user-%d?n=5&exclude_seen=false".formatted(user % 50));
        }
      } catch (IOException e) {
        throw new IllegalStateException("an answer failed", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void ask(String path) throws IOException, InterruptedException {
      HttpResponse<String> response =
          HTTP.send(
              HttpRequest.newBuilder(server.resolve(path)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      JsonNode answer = new ObjectMapper().readTree(response.body());
      assertThat(answer.at("/items")).hasSize(5);
      String release = answer.at("/index/release").asText();
      String generation = answer.at("/index/generation").asText();
      assertThat(generations.merge(release, generation, (held, now) -> held)).isEqualTo(generation);
      if (releases.isEmpty() || !releases.get(releases.size() - 1).equals(release)) {
        releases.add(release);
      }
    }
  }
}
