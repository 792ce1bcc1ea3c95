package io.freshet.cli.evaluate;

import io.freshet.server.evaluation.Contender;
import io.freshet.server.evaluation.baseline.Ease;
import io.freshet.server.evaluation.baseline.ItemNeighbors;
import io.freshet.server.evaluation.baseline.PopularNeighbors;
import io.freshet.server.evaluation.baseline.Popularity;
import io.freshet.server.evaluation.baseline.RecentPopularity;
import io.freshet.server.evaluation.baseline.TextNeighbors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The contenders that can be named on the command line, in the order of tables. */
public final class Contenders {
  private static final Map<String, Supplier<Contender>> KNOWN = new LinkedHashMap<>();

  static {
    KNOWN.put("pop", Popularity::allTime);
    KNOWN.put("pop-2d", () -> new Popularity("popularity, 2 d", 2));
    KNOWN.put("pop-7d", () -> new Popularity("popularity, 7 d", 7));
    KNOWN.put("recent-pop", RecentPopularity::new);
    KNOWN.put("text-knn", TextNeighbors::new);
    KNOWN.put("item-knn", ItemNeighbors::new);
    KNOWN.put("pop-item-knn", PopularNeighbors::new);
    KNOWN.put("ease", Ease::defaults);
  }

  private Contenders() {}

  /** All names. */
  public static List<String> names() {
    return List.copyOf(KNOWN.keySet());
  }

  /**
   * The contenders of the names, in the order of tables.
   *
   * @throws IllegalArgumentException when a name is unknown
   */
  public static List<Contender> of(List<String> names) {
    for (String name : names) {
      if (!KNOWN.containsKey(name)) {
        throw new IllegalArgumentException(
            "Cannot evaluate: contenders are %s (%s)"
                .formatted(String.join(", ", KNOWN.keySet()), name));
      }
    }
    List<Contender> contenders = new ArrayList<>();
    KNOWN.forEach(
        (name, contender) -> {
          if (names.contains(name)) {
            contenders.add(contender.get());
          }
        });
    return contenders;
  }
}
