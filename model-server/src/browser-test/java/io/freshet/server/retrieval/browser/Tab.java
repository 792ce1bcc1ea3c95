package io.freshet.server.retrieval.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A tab, used as a person would: by looking, clicking and typing. Notes every request and every
 * complaint of the console; says yes to questions of the page.
 */
public final class Tab implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Map<String, Integer> KEYS =
      Map.of("Tab", 9, "Enter", 13, "ArrowRight", 39, "ArrowDown", 40, "Escape", 27);

  private final DevTools devTools;
  private final String target;
  private final String session;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private Tab(DevTools devTools, String target, String session) {
    this.devTools = devTools;
    this.target = target;
    this.session = session;
  }

  static Tab open(DevTools devTools) {
    String target =
        devTools.call("", "Target.createTarget", "url", "about:blank").path("targetId").asText();
    String session =
        devTools
            .call("", "Target.attachToTarget", "targetId", target, "flatten", true)
            .path("sessionId")
            .asText();
    Tab tab = new Tab(devTools, target, session);
    devTools.listen(session, tab::heard);
    for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
      tab.call(domain + ".enable");
    }
    tab.size(1280, 900);
    tab.scheme("light");
    return tab;
  }

  public void go(URI address) {
    call("Page.navigate", "url", address.toString());
    until("document.readyState === 'complete'");
  }

  public void size(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        "width",
        width,
        "height",
        height,
        "deviceScaleFactor",
        1,
        "mobile",
        width < 700);
  }

  public void scheme(String lightOrDark) {
    call(
        "Emulation.setEmulatedMedia",
        "features",
        List.of(
            Map.of("name", "prefers-color-scheme", "value", lightOrDark),
            // What moves on its own cannot be clicked reliably.
            Map.of("name", "prefers-reduced-motion", "value", "reduce")));
  }

  /** The value of an expression. */
  public JsonNode look(String expression) {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            "expression",
            expression,
            "returnByValue",
            true,
            "awaitPromise",
            true);
    assertThat(answer.has("exceptionDetails"))
        .as("%s: %s", expression, answer.path("exceptionDetails"))
        .isFalse();
    return answer.at("/result/value");
  }

  public String text(String selector) {
    return look("document.querySelector(%s)?.innerText ?? ''".formatted(quoted(selector))).asText();
  }

  /** Waits until the expression is true. */
  public void until(String expression) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!look("Boolean(%s)".formatted(expression)).asBoolean()) {
      assertThat(System.nanoTime())
          .as("waiting for %s; the page says: %s", expression, text("body"))
          .isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  public void untilText(String selector, String part) {
    until(
        "document.querySelector(%s)?.innerText.includes(%s)"
            .formatted(quoted(selector), quoted(part)));
  }

  /** Clicks the middle of the first element that the expression gives. */
  public void click(String element) {
    until(element);
    JsonNode at =
        look(
            """
            (() => {
              const element = %s;
              element.scrollIntoView({ block: "center", behavior: "instant" });
              const box = element.getBoundingClientRect();
              return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
            })()
            """
                .formatted(element));
    for (String type : List.of("mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          "type",
          type,
          "x",
          at.get("x").asDouble(),
          "y",
          at.get("y").asDouble(),
          "button",
          "left",
          "clickCount",
          1);
    }
  }

  public void type(String text) {
    call("Input.insertText", "text", text);
  }

  public void press(String key) {
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          "type",
          type,
          "key",
          key,
          "code",
          key,
          "text",
          key.equals("Enter") && type.equals("keyDown") ? "\r" : "",
          "windowsVirtualKeyCode",
          KEYS.get(key));
    }
  }

  /** Presses Tab until the focus is on what the expression, of {@code it}, accepts. */
  public void tabTo(String accepts) {
    for (int presses = 0; presses < 400; presses++) {
      press("Tab");
      if (look("((it) => Boolean(%s))(document.activeElement)".formatted(accepts)).asBoolean()) {
        return;
      }
    }
    throw new AssertionError("Cannot reach by the Tab key: " + accepts);
  }

  /** Every address that was asked for. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** What the console complained of. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** A picture of the whole page, where pictures are wanted ({@code -Dfreshet.pictures=DIR}). */
  public void picture(String name) throws IOException {
    String directory = System.getProperty("freshet.pictures");
    if (directory == null) {
      return;
    }
    look("scrollTo(0, 0)");
    JsonNode size = call("Page.getLayoutMetrics").path("cssContentSize");
    JsonNode shot =
        call(
            "Page.captureScreenshot",
            "format",
            "png",
            "captureBeyondViewport",
            true,
            "clip",
            Map.of(
                "x",
                0,
                "y",
                0,
                "width",
                size.path("width").asDouble(),
                "height",
                size.path("height").asDouble(),
                "scale",
                1));
    Files.createDirectories(Path.of(directory));
    Files.write(
        Path.of(directory, name + ".png"),
        Base64.getDecoder().decode(shot.path("data").asText().getBytes(UTF_8)));
  }

  @Override
  public void close() {
    devTools.call("", "Target.closeTarget", "targetId", target);
  }

  public static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }

  private JsonNode call(String method, Object... namesAndValues) {
    return devTools.call(session, method, namesAndValues);
  }

  private void heard(String method, JsonNode event) {
    switch (method) {
      case "Network.requestWillBeSent" -> requests.add(event.at("/request/url").asText());
      case "Runtime.exceptionThrown" -> complaints.add(event.toString());
      case "Runtime.consoleAPICalled" -> {
        if (List.of("error", "warning", "assert").contains(event.path("type").asText())) {
          complaints.add(event.path("args").toString());
        }
      }
      case "Log.entryAdded" -> {
        if (event.at("/entry/level").asText().equals("error")) {
          complaints.add(event.at("/entry/text").asText() + " " + event.at("/entry/url").asText());
        }
      }
      case "Page.javascriptDialogOpening" -> {
        // Not waited for: this is the thread that answers come by.
        var unused = devTools.send(session, "Page.handleJavaScriptDialog", "accept", true);
      }
      default -> {}
    }
  }
}
