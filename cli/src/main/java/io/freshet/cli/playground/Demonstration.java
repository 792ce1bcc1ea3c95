package io.freshet.cli.playground;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Signal;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows what one play changes: a user's recommendations before it and a few seconds after it. The
 * sending thread offers plays, the telling thread steps once a second.
 */
final class Demonstration {
  private static final int SHOWN = 3;
  private static final int STEPS_BETWEEN = 10;
  private static final int STEPS_TO_WAIT = 4;

  private final RetrievalClient retrieval;
  private final Map<String, String> titles;
  private volatile Optional<ListeningEvent> newest = Optional.empty();
  private Optional<Before> watched = Optional.empty();
  private int steps;

  private record Before(String user, String played, List<String> recommended, int step) {}

  /**
   * A demonstration.
   *
   * @param titles titles by item id, for the items of the catalog
   */
  Demonstration(RetrievalClient retrieval, Map<String, String> titles) {
    this.retrieval = requireNonNull(retrieval, "retrieval is null");
    this.titles = new HashMap<>(titles);
  }

  /** A play is about to be sent. */
  void offer(ListeningEvent event) {
    if (event.getSignal() == Signal.COMPLETE || event.getSignal() == Signal.LIKE) {
      newest = Optional.of(event);
    }
  }

  /**
   * A second has passed.
   *
   * @return what is to be told, if anything
   */
  Optional<String> step() throws IOException, InterruptedException {
    steps++;
    if (watched.isPresent() && steps - watched.get().step() >= STEPS_TO_WAIT) {
      Before before = watched.get();
      watched = Optional.empty();
      return Optional.of(tell(before, retrieval.recommend(before.user(), SHOWN)));
    }
    Optional<ListeningEvent> play = newest;
    if (watched.isEmpty() && play.isPresent() && steps % STEPS_BETWEEN == 1) {
      newest = Optional.empty();
      watch(play.get());
    }
    return Optional.empty();
  }

  private void watch(ListeningEvent play) throws IOException, InterruptedException {
    List<String> recommended = retrieval.recommend(play.getUserId(), SHOWN);
    if (!recommended.isEmpty()) {
      String played = titles.getOrDefault(play.getItemId(), play.getItemId());
      watched = Optional.of(new Before(play.getUserId(), played, recommended, steps));
    }
  }

  private static String tell(Before before, List<String> after) {
    return "  %s played \"%s\"%n    before: %s%n    after:  %s"
        .formatted(
            before.user(),
            before.played(),
            String.join(" | ", before.recommended()),
            before.recommended().equals(after) ? "the same" : String.join(" | ", after));
  }
}
