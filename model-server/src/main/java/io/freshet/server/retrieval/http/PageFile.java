package io.freshet.server.retrieval.http;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file of the ops page.
 *
 * @param tag changes with the content; an ETag
 */
@SuppressWarnings("ArrayRecordComponent") // never changed after construction, never compared
record PageFile(String name, String contentType, byte[] content, String tag) {
  static final String INDEX = "index.html";

  /** Ours, beside the classes in {@code page/}. */
  private static final List<String> OURS =
      List.of(
          INDEX,
          "page.css",
          "icon.svg",
          "main.js",
          "api.js",
          "charts.js",
          "dom.js",
          "explorer.js",
          "feed.js",
          "format.js",
          "jobs.js",
          "map.js",
          "moves.js",
          "overview.js",
          "playground.js",
          "points.js",
          "releases.js",
          "search.js");

  /** Of the chart library, from its WebJar. */
  private static final List<String> CHARTS = List.of("uPlot.iife.min.js", "uPlot.min.css");

  private static final String WEBJAR = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

  /** All files, by name. */
  static Map<String, PageFile> all() {
    String charts = "/META-INF/resources/webjars/uplot/%s/dist/".formatted(chartsVersion());
    return Stream.concat(
            OURS.stream().map(name -> of(name, "page/" + name)),
            CHARTS.stream().map(name -> of(name, charts + name)))
        .collect(Collectors.toUnmodifiableMap(PageFile::name, Function.identity()));
  }

  private static PageFile of(String name, String resource) {
    byte[] content = read(resource);
    return new PageFile(name, contentType(name), content, "\"" + digest(content) + "\"");
  }

  private static String contentType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> "application/octet-stream";
    };
  }

  private static String chartsVersion() {
    Properties properties = new Properties();
    try (InputStream in = open(WEBJAR)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return requireNonNull(properties.getProperty("version"), "version is null");
  }

  private static byte[] read(String resource) {
    try (InputStream in = open(resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String resource) {
    InputStream in = PageFile.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException(
          "Cannot find a file of the ops page on the class path (%s)".formatted(resource));
    }
    return in;
  }

  private static String digest(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot digest: every JVM has SHA-256", e);
    }
  }
}
