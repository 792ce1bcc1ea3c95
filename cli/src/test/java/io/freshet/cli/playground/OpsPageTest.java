package io.freshet.cli.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.server.retrieval.browser.Chromium;
import io.freshet.server.retrieval.browser.Tab;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ops page over the whole running system; what it does in detail is tested beside it. */
final class OpsPageTest {
  private static final List<String> STEPS =
      List.of("events", "graph", "features", "embeddings", "inference", "index", "answers");

  @Test
  void pageShowsEveryPartOfARunningPlaygroundAndAPlayChangesAnswers(@TempDir Path directory)
      throws Exception {
    Optional<Path> binary = Chromium.find();
    assumeTrue(binary.isPresent(), "no Chromium on the PATH (Debian: apt-get install chromium)");
    try (LivePlayground playground = LivePlayground.start(directory.resolve("playground"));
        Chromium browser = Chromium.start(binary.orElseThrow(), directory.resolve("profile"));
        Tab tab = browser.open()) {
      URI page = playground.metrics().get(0).resolve("/");
      tab.go(page);
      for (String step : STEPS) {
        tab.until(
            "['ok', 'late'].includes(document.querySelector('[data-step=%s]')?.dataset.state)"
                .formatted(step));
      }
      tab.untilText("[data-step=graph]", "wait");
      tab.untilText("[data-step=embeddings]", "behind its newest round");
      tab.untilText("#rounds", "embedded, layer 2");
      tab.untilText("#jobs", "freshet-interaction-graph");
      tab.untilText("#jobs", " ago");
      tab.untilText("#health", "hgnn-layer-1");
      tab.untilText("#releases", "serving");
      tab.untilText("#sources", "flink");
      explore(tab);
      play(tab);
      tab.look("document.querySelector('#map').scrollIntoView()");
      tab.untilText("#map", "of all variance");
      tab.until("document.querySelector('#map canvas').dataset.flashed > 0");
      tab.picture("live-playground");
      assertThat(tab.complaints()).isEmpty();
      assertThat(tab.requests()).allMatch(it -> it.startsWith(page.toString()));
    }
  }

  private static void explore(Tab tab) {
    tab.click("document.querySelector('#explorer-search input')");
    tab.type("a");
    tab.click("document.querySelector('#explorer-search li button')");
    tab.untilText("#item", "Error estimate");
    tab.untilText("#item", "Nearest embeddings");
    tab.click(button("#item", "Look up the neighbors in the graph"));
    tab.untilText("#item", "largest shares of each type");
  }

  private static void play(Tab tab) {
    tab.click(button("#listener", "Invent somebody"));
    tab.untilText("#answer", "popular");
    tab.click(
        "[...document.querySelectorAll('#answer button')].find(it => it.innerText === 'Play')");
    tab.untilText("#answer", "near what was played");
    tab.until("document.querySelector('#answer [data-move=new]')");
  }

  private static String button(String within, String name) {
    return "[...document.querySelectorAll(%s)].find(it => it.innerText === %s)"
        .formatted(Tab.quoted(within + " button"), Tab.quoted(name));
  }
}
