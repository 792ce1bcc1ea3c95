package io.freshet.cli.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Items by community and kind, the most popular first. Grows by releases; one owner. */
final class Shelves {
  private static final int TRIES = 8;

  private final List<Map<ItemKind, List<WorldItem>>> shelves = new ArrayList<>();
  private final List<WorldItem> all = new ArrayList<>();

  Shelves(int communities, List<WorldItem> items) {
    for (int i = 0; i < communities; i++) {
      shelves.add(new EnumMap<>(ItemKind.class));
    }
    items.forEach(this::add);
  }

  /** Puts an item behind the others. */
  void add(WorldItem item) {
    all.add(item);
    shelf(item.community(), item.kind()).add(item);
  }

  /** Puts a new release among the most popular, where everybody sees it. */
  void feature(WorldItem item) {
    all.add(item);
    List<WorldItem> shelf = shelf(item.community(), item.kind());
    shelf.add(Math.min(2, shelf.size()), item);
  }

  /**
   * An item of the community and kind that is out, popular ones more often; of any community if
   * there is none.
   */
  WorldItem draw(int community, ItemKind kind, Instant time, Dice dice) {
    return drawFrom(shelf(community, kind), time, dice)
        .or(() -> drawFrom(shelf(community, ItemKind.TRACK), time, dice))
        .or(() -> drawFrom(all, time, dice))
        .orElse(all.get(0));
  }

  /** Another item of the same creator. */
  Optional<WorldItem> alike(WorldItem item, Instant time, Dice dice) {
    List<WorldItem> same = new ArrayList<>();
    for (WorldItem other : shelf(item.community(), item.kind())) {
      if (other.creator().equals(item.creator()) && other.isOutAt(time)) {
        same.add(other);
      }
    }
    return same.isEmpty() ? Optional.empty() : Optional.of(dice.oneOf(same));
  }

  private List<WorldItem> shelf(int community, ItemKind kind) {
    return shelves.get(community).computeIfAbsent(kind, any -> new ArrayList<>());
  }

  private static Optional<WorldItem> drawFrom(List<WorldItem> shelf, Instant time, Dice dice) {
    for (int i = 0; i < TRIES && !shelf.isEmpty(); i++) {
      WorldItem item = shelf.get(dice.popular(shelf.size()));
      if (item.isOutAt(time)) {
        return Optional.of(item);
      }
    }
    return Optional.empty();
  }
}
