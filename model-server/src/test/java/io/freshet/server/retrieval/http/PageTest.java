package io.freshet.server.retrieval.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.retrieval.query.World;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the ops page is made of, and what its stream says; a browser drives it elsewhere. */
final class PageTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Pattern IMPORT = Pattern.compile("from \"\\./([^\"]+)\"");
  private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"page/([^\"]+)\"");

  private final World world = new World().item("north", "track", 0, 1);
  private final HttpServer server =
      Servers.start(world, List::of, ApiKeys.of("admin-key-of-this-test", null));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void rootIsThePageAndNeedsNoKey() throws Exception {
    HttpResponse<String> page = get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
    assertThat(page.body()).contains("<title>Freshet</title>");
    assertThat(get("/api/status").statusCode()).isEqualTo(401);
  }

  @Test
  void policyForbidsOtherOriginsAndInlineScript() throws Exception {
    String policy = get("/").headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(policy)
        .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'")
        .doesNotContain("unsafe", "http:", "https:", "*");
    assertThat(get("/").body())
        .doesNotContainPattern("(?s)<script[^>]*>[^<]")
        .doesNotContain("<style", " style=", "onclick", "http://", "https://");
  }

  @Test
  void everythingThatThePageLoadsIsServed() throws Exception {
    Map<String, PageFile> files = PageFile.all();
    Set<String> loaded = names(LOADED, get("/").body());
    for (PageFile file : files.values()) {
      loaded.addAll(names(IMPORT, new String(file.content(), UTF_8)));
    }
    loaded.add(PageFile.INDEX);
    assertThat(loaded).containsExactlyInAnyOrderElementsOf(files.keySet());
    for (String name : files.keySet()) {
      HttpResponse<String> answer = get("/page/" + name);
      assertThat(answer.statusCode()).as(name).isEqualTo(200);
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
    assertThat(get("/page/none.js").statusCode()).isEqualTo(404);
    assertThat(get("/page/..%2Fopenapi.json").statusCode()).isEqualTo(404);
  }

  @Test
  void fileThatIsTheSameIsNotSentAgain() throws Exception {
    String tag = get("/page/page.css").headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again =
        CLIENT.send(
            request("/page/page.css").header("If-None-Match", tag).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void streamBeginsWithFiguresAndSendsEveryStatusOnce() throws Exception {
    HttpResponse<String> stream =
        CLIENT.send(
            request("/api/status/stream").header("X-API-Key", "admin-key-of-this-test").build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(stream.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    List<String> events = List.of(stream.body().split("\n\n", -1));
    assertThat(events.get(0)).startsWith("event: figures\ndata: {\"at\":[1],");
    assertThat(events.subList(1, 4))
        .allMatch(event -> event.startsWith("event: status\ndata: {\"number\":"))
        .extracting(event -> event.replaceAll("(?s).*?\"number\":(\\d+).*", "$1"))
        .containsExactly("1", "2", "3");
  }

  @Test
  void titlesAreFoundAndBadQuestionsRefused() throws Exception {
    Asking asking = new Asking(server);
    assertThat(
            Asking.ids(
                asking.send(
                    asking
                        .request("/api/items?q=OF%20nor")
                        .header("X-API-Key", "admin-key-of-this-test"),
                    200)))
        .containsExactly("north");
    for (String bad : List.of("", "?q=", "?q=%20", "?q=x&n=0", "?q=x&n=51", "?q=x&n=y")) {
      assertThat(
              Asking.code(
                  asking.send(
                      asking
                          .request("/api/items" + bad)
                          .header("X-API-Key", "admin-key-of-this-test"),
                      400)))
          .as(bad)
          .isEqualTo("invalid_parameter");
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private static Set<String> names(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult it) -> it.group(1))
        .collect(Collectors.toSet());
  }
}
