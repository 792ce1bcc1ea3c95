package io.freshet.cli.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process exports: names, each with the labels it has.
 *
 * @param labels sorted, by name of the series
 */
record Exposition(Map<String, Set<String>> labels) {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? \\S+.*");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"(?:[^\"\\\\]|\\\\.)*\"");

  /** Asks the process. */
  static Exposition of(URI metrics) throws IOException, InterruptedException {
    return of(
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
            .body());
  }

  /** Of text in Prometheus's format, under the names the shipped scrape configuration gives. */
  static Exposition of(String text) {
    Map<String, Set<String>> labels = new TreeMap<>();
    for (String line : text.lines().filter(it -> !it.startsWith("#")).toList()) {
      Matcher sample = SAMPLE.matcher(line);
      if (!sample.matches()) {
        throw new IllegalArgumentException("Cannot read exported metrics: " + line);
      }
      Set<String> its =
          labels.computeIfAbsent(Shipped.renamed(sample.group(1)), name -> new TreeSet<>());
      if (sample.group(2) != null) {
        its.addAll(LABEL.matcher(sample.group(2)).results().map(it -> it.group(1)).toList());
      }
    }
    return new Exposition(labels);
  }

  /** Everything that any of them exports. */
  static Exposition union(List<Exposition> all) {
    Map<String, Set<String>> labels = new TreeMap<>();
    all.forEach(
        one ->
            one.labels()
                .forEach(
                    (name, its) ->
                        labels.computeIfAbsent(name, it -> new TreeSet<>()).addAll(its)));
    return new Exposition(labels);
  }
}
