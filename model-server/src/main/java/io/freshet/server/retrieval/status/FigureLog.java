package io.freshet.server.retrieval.status;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Remembers what was drawn: the newest {@value #POINTS} points. Thread-safe. */
final class FigureLog {
  static final int POINTS = 300;

  private record Point(
      long at,
      @Nullable Double p50,
      @Nullable Double p99,
      @Nullable Double events,
      @Nullable Double embeddings) {}

  private final ArrayDeque<Point> oldestFirst = new ArrayDeque<>();

  synchronized void add(Instant now, Status status) {
    oldestFirst.add(
        new Point(
            now.toEpochMilli(),
            status.freshness().p50Ms(),
            status.freshness().p99Ms(),
            perSecond(status, "events"),
            perSecond(status, "embeddings")));
    if (oldestFirst.size() > POINTS) {
      oldestFirst.remove();
    }
  }

  synchronized Figures figures() {
    return new Figures(
        oldestFirst.stream().map(Point::at).toList(),
        column(Point::p50),
        column(Point::p99),
        column(Point::events),
        column(Point::embeddings));
  }

  private List<@Nullable Double> column(Function<Point, @Nullable Double> value) {
    List<@Nullable Double> column = new ArrayList<>(oldestFirst.size());
    oldestFirst.forEach(point -> column.add(value.apply(point)));
    return column;
  }

  private static @Nullable Double perSecond(Status status, String step) {
    for (Status.Step each : status.pipeline()) {
      if (each.id().equals(step)) {
        return each.perSecond();
      }
    }
    return null;
  }
}
