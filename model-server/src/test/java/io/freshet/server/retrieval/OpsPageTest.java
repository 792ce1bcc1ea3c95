package io.freshet.server.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.kafka.EmbeddedKafka;
import io.freshet.server.retrieval.browser.Chromium;
import io.freshet.server.retrieval.browser.Tab;
import io.freshet.server.retrieval.http.ApiKeys;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ops page in a real browser, over a real broker and a real server. */
final class OpsPageTest {
  private static final String KEY = "key-of-this-test-only";

  @TempDir static Path directory;
  private static EmbeddedKafka kafka;
  private static OpsWorld world;
  private static Chromium browser;

  private RetrievalServer server;
  private Tab tab;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> binary = Chromium.find();
    Assumptions.assumeTrue(
        binary.isPresent(), "no Chromium on the PATH (Debian: apt-get install chromium)");
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    world = OpsWorld.start(kafka);
    browser = Chromium.start(binary.orElseThrow(), directory.resolve("profile"));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      world.close();
      kafka.close();
    }
  }

  @BeforeEach
  void open() {
    server = start(ApiKeys.none());
    tab = browser.open();
    tab.go(page());
    tab.untilText("#state", "Fresh");
  }

  private static RetrievalServer start(ApiKeys keys) {
    return RetrievalServer.start(
        RetrievalServerConfig.defaults()
            .withBootstrapServers(kafka.bootstrapServers())
            .withAddress("127.0.0.1", 0)
            .withKeys(keys));
  }

  @AfterEach
  void close() {
    tab.close();
    server.close();
  }

  @Test
  void pageTellsHowTheSystemIs() throws Exception {
    tab.untilText("#freshness", "s");
    tab.untilText("#rounds", "embedded, layer 2");
    tab.untilText("#letters-body", "too_old");
    tab.until("document.querySelector('#freshness-chart canvas')");
    tab.until("document.querySelector('[data-step=events] .rate').innerText.startsWith('1')");
    assertThat(tab.text("#releases")).contains("r1", "r2", "serving");
    assertThat(tab.text("#letters-body"))
        .contains("undecodable")
        .doesNotContain("user-17", "user-18", "FF 00");
    tab.look("document.querySelector('#map').scrollIntoView()");
    tab.until("document.querySelector('#map canvas').dataset.flashed > 0");
    assertThat(tab.text("#map")).contains("66 of 66 items of release r1");
    tab.picture("overview");
    assertQuiet();
  }

  @Test
  void itemIsFoundExploredAndItsNeighborsToo() throws Exception {
    tab.click("document.querySelector('#explorer-search input')");
    tab.type("item-7");
    tab.click(button("#explorer-search", "Title of item-7"));
    tab.untilText("#item", "Title of item-7");
    tab.untilText("#item", "Title of item-8");
    assertThat(tab.text("#item")).contains("Embedded", "Error estimate", "Nearest embeddings");
    tab.click(button("#item", "Title of item-8"));
    tab.until("document.querySelector('#item h3').innerText.includes('item-8')");
    tab.click(button("#item", "Look up the neighbors in the graph"));
    tab.untilText("#item", "75 %");
    assertThat(tab.text("#item")).contains("2 neighbors in the graph", "Title of item-9");
    world.neighbor("item-8", "item-10");
    tab.click(button("#item", "Look up the neighbors again"));
    tab.until(share("item-10", "new"));
    tab.until(share("item-9", "gone"));
    tab.picture("explorer");
    assertQuiet();
  }

  @Test
  void playChangesWhatIsRecommended() throws Exception {
    tab.click("document.querySelector('#listener input')");
    tab.type("ann");
    tab.click(button("#listener", "Take this user"));
    tab.untilText("#listener", "Title of item-1");
    tab.untilText("#answer", "near what was played");
    assertThat(tab.text("#answer")).contains("Title of item-3").doesNotContain("item-40");
    tab.click("document.querySelector('#listener input[type=search]')");
    tab.type("item-40");
    tab.click(button("#listener", "Title of item-40"));
    tab.until("document.querySelector('#answer [data-move=new]')");
    assertThat(tab.text("#listener")).contains("changed here 1 times; nothing is written");
    tab.click(
        "[...document.querySelectorAll('#listener label')].find(it => it.innerText.includes('Types')).querySelector('input')");
    tab.type("podcast");
    tab.press("Enter");
    tab.until(
        "[...document.querySelectorAll('#answer tbody tr')].every(it => it.innerText.includes('podcast'))");
    tab.click(
        "[...document.querySelectorAll('#listener label')].find(it => it.innerText.includes('Exact')).querySelector('input')");
    tab.untilText("#answer", "12 recommended");
    tab.picture("playground");
    tab.click(button("#listener", "Invent somebody"));
    tab.untilText("#answer", "popular");
    tab.click(button("#listener", "Title of item-40"));
    tab.untilText("#answer", "near what was played");
    assertQuiet();
  }

  @Test
  void releaseIsActivatedAndRolledBackByWhoHasTheKey() {
    server.close();
    server = start(ApiKeys.of(KEY, null));
    tab.go(page());
    tab.untilText("#lost", "X-API-Key is missing");
    giveKey();
    tab.untilText("#releases", "r2");
    // Its index is filled when it is first asked for: asked again until it is, as the answer says.
    do {
      tab.click(button("#releases", "Activate"));
      tab.until("document.querySelector('#releases-said').innerText.length > 10");
    } while (tab.text("#releases-said").contains("being filled"));
    tab.untilText("#releases-said", "r2 is active now");
    tab.until("document.querySelector('#health').innerText.includes('r2 as generation')");
    tab.click(button("#releases", "Roll back"));
    tab.untilText("#releases-said", "r1 is active now");
    tab.until("document.querySelector('#health').innerText.includes('r1 as generation')");
    assertThat(tab.requests()).anyMatch(it -> it.endsWith("/api/releases/r2/rollback"));
  }

  @Test
  void lostFeedGreysOutWithItsAge() throws Exception {
    assertThat(opacity()).isEqualTo("1");
    assertQuiet();
    server.close();
    tab.until("document.body.dataset.feed === 'lost'");
    assertThat(tab.text("#lost")).contains("Contact is lost").contains("old");
    assertThat(tab.text("#contact")).contains("last heard");
    assertThat(Double.parseDouble(opacity())).isLessThan(.6);
    tab.picture("lost");
  }

  @Test
  void pageFitsAPhone() throws Exception {
    tab.size(360, 740);
    tab.untilText("#rounds", "embedded, layer 2");
    tab.click("document.querySelector('#explorer-search input')");
    tab.type("item-7");
    tab.click(button("#explorer-search", "Title of item-7"));
    tab.untilText("#item", "Title of item-8");
    tab.until("document.documentElement.scrollWidth <= 360");
    tab.until(
        "[...document.querySelectorAll('main .card')].every(it => it.getBoundingClientRect().width > 300)");
    tab.until(
        "[...document.querySelectorAll('#releases button')].every(it => it.getBoundingClientRect().right < 350)");
    tab.picture("phone");
    assertQuiet();
  }

  @Test
  void darkSchemeIsDarkAndReadable() throws Exception {
    for (String scheme : new String[] {"light", "dark"}) {
      tab.scheme(scheme);
      tab.until(
          scheme.equals("dark")
              ? "%s < 0.1".formatted(luminance("body", "backgroundColor"))
              : "%s > 0.8".formatted(luminance("body", "backgroundColor")));
      for (String selector : new String[] {"#state", ".summary", "#pipeline small", "nav a"}) {
        assertThat(tab.look(contrast(selector)).asDouble())
            .as("%s, %s", scheme, selector)
            .isGreaterThan(4.5);
      }
    }
    tab.look("document.querySelector('#map').scrollIntoView()");
    tab.untilText("#map", "of all variance");
    tab.picture("dark");
    assertQuiet();
  }

  @Test
  void everythingIsDoneByTheKeyboardAlone() {
    tab.tabTo("it.closest('#explorer-search') && it.type === 'search'");
    assertFocusIsSeen();
    tab.type("item-7");
    tab.untilText("#explorer-search", "Title of item-7");
    tab.tabTo("it.innerText === 'Title of item-7'");
    assertFocusIsSeen();
    tab.press("Enter");
    tab.untilText("#item", "Title of item-8");
    tab.tabTo("it.innerText === 'Invent somebody'");
    tab.press("Enter");
    tab.untilText("#answer", "recommended");
    tab.tabTo("it.closest('#answer') && it.innerText === 'Play'");
    assertFocusIsSeen();
    tab.press("Enter");
    tab.untilText("#answer", "near what was played");
    tab.tabTo("it.tagName === 'CANVAS'");
    assertFocusIsSeen();
    tab.untilText("#map", "of all variance");
    tab.press("ArrowRight");
    tab.press("ArrowRight");
    String chosen = tab.text("#map [role=status] .id");
    assertThat(chosen).isNotBlank();
    tab.press("Enter");
    tab.until(
        "document.querySelector('#item h3 .id').innerText === %s".formatted(Tab.quoted(chosen)));
    assertQuiet();
  }

  @Test
  void idsOfAnyCharactersSurvive() {
    for (String id : OpsWorld.HOSTILE) {
      tab.look("document.querySelector('#explorer-search input').value = ''");
      tab.click("document.querySelector('#explorer-search input')");
      tab.type(id.strip());
      String wanted =
          "[...document.querySelectorAll('#explorer-search li')].find(it => it.querySelector('.id').textContent === %s)?.querySelector('button')"
              .formatted(Tab.quoted(id));
      tab.click(wanted);
      tab.until(
          "document.querySelector('#item h3 .id')?.textContent === %s".formatted(Tab.quoted(id)));
      tab.until("document.querySelector('#item table')");
    }
    assertThat(tab.look("document.querySelectorAll('main img').length").asInt()).isZero();
    assertQuiet();
  }

  /** Whether the table of shares says this of the item. */
  private static String share(String item, String said) {
    return "[...document.querySelectorAll('#item tr')].some(it => it.innerText.includes(%s) && it.innerText.includes(%s))"
        .formatted(Tab.quoted("Title of " + item), Tab.quoted(said));
  }

  /** Nothing was complained of, and nothing was asked of anybody else. */
  private void assertQuiet() {
    assertThat(tab.complaints()).isEmpty();
    assertThat(tab.requests()).isNotEmpty().allMatch(it -> it.startsWith(page().toString()));
  }

  private void assertFocusIsSeen() {
    assertThat(tab.look("getComputedStyle(document.activeElement).outlineStyle").asText())
        .isNotEqualTo("none");
  }

  private String opacity() {
    return tab.look("getComputedStyle(document.querySelector('#overview > *')).opacity").asText();
  }

  private void giveKey() {
    tab.click("document.querySelector('#key-button')");
    tab.until("document.activeElement.id === 'key-input'");
    tab.type(KEY);
    tab.press("Enter");
    tab.until("!document.querySelector('#key-dialog').open");
  }

  private URI page() {
    return URI.create("http://127.0.0.1:%d/".formatted(server.port()));
  }

  private static String button(String within, String name) {
    return "[...document.querySelectorAll(%s)].find(it => it.innerText === %s)"
        .formatted(Tab.quoted(within + " button"), Tab.quoted(name));
  }

  private static String luminance(String selector, String property) {
    return "(%s)(getComputedStyle(document.querySelector('%s')).%s)"
        .formatted(LUMINANCE, selector, property);
  }

  private static String contrast(String selector) {
    return """
        (() => {
          const luminance = %s;
          let element = document.querySelector('%s');
          const ink = luminance(getComputedStyle(element).color);
          while (getComputedStyle(element).backgroundColor === 'rgba(0, 0, 0, 0)') element = element.parentElement;
          const ground = luminance(getComputedStyle(element).backgroundColor);
          return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
        })()
        """
        .formatted(LUMINANCE, selector);
  }

  /** Relative luminance, as WCAG has it. */
  private static final String LUMINANCE =
      """
      (colour) => {
        const [r, g, b] = colour.match(/[\\d.]+/g).map((it) => it / 255)
          .map((it) => (it <= 0.03928 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      }
      """;
}
