package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.status.CatalogView;
import io.freshet.server.retrieval.status.Figures;
import io.freshet.server.retrieval.status.Status;
import io.freshet.server.retrieval.status.StatusFeed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** A feed of a few statuses that ends after the last. */
final class FixedStatus implements StatusFeed {
  private final Queue<Status> following = new ArrayDeque<>();
  private Status newest;

  FixedStatus(int more) {
    newest = status(1);
    for (int number = 2; number < 2 + more; number++) {
      following.add(status(number));
    }
  }

  @Override
  public synchronized Status newest() {
    return newest;
  }

  @Override
  public synchronized Optional<Status> after(long number, Duration patience) {
    Optional<Status> next = Optional.ofNullable(following.poll());
    newest = next.orElse(newest);
    return next;
  }

  @Override
  public synchronized boolean hasEnded() {
    return following.isEmpty();
  }

  @Override
  public Figures figures() {
    return new Figures(List.of(1L), List.of(2.0), List.of(3.0), List.of(4.0), List.of(5.0));
  }

  @Override
  public Optional<CatalogView> map() {
    return Optional.of(
        new CatalogView(
            1,
            "r1",
            1,
            .5,
            List.of("track"),
            List.of("north"),
            List.of(0),
            List.of(.1f),
            List.of(.2f)));
  }

  private static Status status(long number) {
    return new Status(
        number,
        "2026-02-01T00:00:00Z",
        "fresh",
        "Recommendations are fresh.",
        List.of(new Status.Problem("warning", "It rains", "Wait")),
        new Status.Freshness(5000, .99, 1000.0, 2000.0, 7, 1.0, 60_000, 1.0, 0.0),
        new Status.Index("r1", 1L, 1, 5L, null, null, 1, 1),
        new Status.Queries(1.0, 2.0, null, 0.0),
        new Status.Releases(
            "r1", null, false, List.of(new Status.Release("r1", "serving", 1, 1.0))),
        List.of(new Status.Step("events", "Events", 1.0, "events", null, null, "ok", "")),
        List.of(new Status.Round(1000, 1500, 2, List.of(1L, 2L), List.of(3L), 2, 0)),
        List.of(
            new Status.Job(
                "freshet-embedding-r1", "ok", 9e5, 0.0, 4000.0, 300.0, 0.0, .4, .1, 2.0)),
        new Status.Inference("unknown", List.of(), null, null, null, null, null, null),
        new Status.DeadLetters(
            1,
            1,
            Map.of("too_old", 1L),
            List.of(new Status.DeadLetterTopic("events", 1, Map.of("too_old", 1L))),
            List.of(
                new Status.DeadLetterSample(
                    "2026-02-01T00:00:00Z", "events", "too_old", "Cannot", "00ff00ff", "0@1", 3))),
        List.of(new Status.Source("flink", "stale", 20_000L, "it does not answer")),
        Status.Moves.NONE);
  }
}
