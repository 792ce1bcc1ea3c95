package io.freshet.server.retrieval.status;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads metrics in the Prometheus text format, line by line as they arrive. A line that is no
 * sample is left out; so is everything beyond {@value #MAX_LINES} lines. One owner.
 */
final class PrometheusText implements Flow.Subscriber<String> {
  static final int MAX_LINES = 200_000;

  private final Predicate<String> wanted;
  private final List<Sample> samples = new ArrayList<>();
  private int lines;

  /**
   * A reader.
   *
   * @param wanted which metrics are kept, by name
   */
  PrometheusText(Predicate<String> wanted) {
    this.wanted = wanted;
  }

  static Samples parse(String text, Predicate<String> wanted) {
    PrometheusText reader = new PrometheusText(wanted);
    text.lines().forEach(reader::onNext);
    return reader.samples();
  }

  Samples samples() {
    return new Samples(samples);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(String line) {
    lines++;
    if (lines > MAX_LINES || line.isEmpty() || line.charAt(0) == '#') {
      return;
    }
    int nameEnd = nameEnd(line);
    if (nameEnd > 0 && wanted.test(line.substring(0, nameEnd))) {
      Sample sample = sample(line, nameEnd);
      if (sample != null) {
        samples.add(sample);
      }
    }
  }

  @Override
  public void onError(Throwable failure) {
    // Whoever asked is told.
  }

  @Override
  public void onComplete() {
    // Whoever asked is told.
  }

  private static int nameEnd(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '{' || c == ' ' || c == '\t') {
        return i;
      }
    }
    return -1;
  }

  private static @Nullable Sample sample(String line, int nameEnd) {
    Map<String, String> labels = new HashMap<>();
    int at = nameEnd;
    if (line.charAt(at) == '{') {
      at = labels(line, at + 1, labels);
    }
    if (at < 0) {
      return null;
    }
    String[] parts = line.substring(at).strip().split("\\s+", 2);
    try {
      return new Sample(line.substring(0, nameEnd), labels, number(parts[0]));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Reads {@code name="value",...}} into the map; where it ends, or -1 when it is broken. */
  private static int labels(String line, int start, Map<String, String> labels) {
    int at = start;
    while (at < line.length() && line.charAt(at) != '}') {
      int equals = line.indexOf("=\"", at);
      if (equals < 0) {
        return -1;
      }
      StringBuilder value = new StringBuilder();
      int end = value(line, equals + 2, value);
      if (end < 0) {
        return -1;
      }
      labels.put(line.substring(at, equals).strip(), value.toString());
      at = end;
      while (at < line.length() && (line.charAt(at) == ',' || line.charAt(at) == ' ')) {
        at++;
      }
    }
    return at < line.length() ? at + 1 : -1;
  }

  /** Reads an escaped value up to its quote; behind the quote, or -1 when there is none. */
  private static int value(String line, int start, StringBuilder value) {
    for (int i = start; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\' && i + 1 < line.length()) {
        i++;
        value.append(line.charAt(i) == 'n' ? '\n' : line.charAt(i));
      } else {
        value.append(c);
      }
    }
    return -1;
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
