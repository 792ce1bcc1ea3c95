package io.freshet.server.retrieval.query;

import io.freshet.server.retrieval.index.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Asks what users ask, until the code that answers has been compiled or time is up. */
public final class WarmUp {
  private static final int QUESTIONS = 2000;
  private static final int ITEMS = 10;
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private WarmUp() {}

  /** Asks for the users whose histories are held; for nobody's when there are none. */
  public static void run(Recommender recommender, Stores stores) {
    List<String> users = new ArrayList<>();
    stores
        .histories()
        .forEach(
            (user, history) -> {
              if (users.size() < QUESTIONS) {
                users.add(user);
              }
            });
    if (users.isEmpty()) {
      users.add("");
    }
    Page page = new Page(ITEMS, Set.of());
    long endNanos = System.nanoTime() + LONGEST.toNanos();
    for (int asked = 0; asked < QUESTIONS && System.nanoTime() < endNanos; asked++) {
      Answer unused = recommender.recommend(users.get(asked % users.size()), page, Seen.EXCLUDED);
    }
  }
}
