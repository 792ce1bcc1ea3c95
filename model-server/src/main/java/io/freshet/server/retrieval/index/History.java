package io.freshet.server.retrieval.index;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What a user did lately, newest first, repeats kept. Immutable. */
public final class History {
  /** Most liked items that a question may give. */
  public static final int MAX_GIVEN = 500;

  /** A user of whom nothing is known. */
  public static final History EMPTY = new History(List.of());

  private final List<String> items;
  private final BitSet skipped = new BitSet(0);
  private final BitSet weak = new BitSet(0);

  /** How much an interaction says of the user's taste. */
  public enum Evidence {
    /** Turned to on purpose, and stayed with. */
    LIKED,
    /** Met in passing: previewed, or left soon. */
    WEAK,
    /** Passed over. */
    SKIPPED
  }

  /**
   * One interaction.
   *
   * @param item id of the item
   */
  public record Interaction(String item, Evidence evidence) {}

  /** A history of these interactions, newest first. */
  public History(List<Interaction> interactions) {
    items = interactions.stream().map(Interaction::item).toList();
    for (int place = 0; place < interactions.size(); place++) {
      skipped.set(place, interactions.get(place).evidence() == Evidence.SKIPPED);
      weak.set(place, interactions.get(place).evidence() != Evidence.LIKED);
    }
  }

  /**
   * A history of which only this is known.
   *
   * @param liked newest first
   * @param seen the liked ones, and others that were skipped
   */
  public History(List<String> liked, Set<String> seen) {
    this(interactions(liked, seen));
  }

  private static List<Interaction> interactions(List<String> liked, Set<String> seen) {
    List<Interaction> interactions = new ArrayList<>();
    liked.forEach(item -> interactions.add(new Interaction(item, Evidence.LIKED)));
    seen.stream()
        .filter(item -> !liked.contains(item))
        .sorted()
        .forEach(item -> interactions.add(new Interaction(item, Evidence.SKIPPED)));
    return interactions;
  }

  /** Number of interactions. */
  public int size() {
    return items.size();
  }

  /** Item of an interaction; the newest is at 0. */
  public String item(int place) {
    return items.get(place);
  }

  /** Whether an interaction is a weak signal: skipped, or met in passing only. */
  public boolean isWeak(int place) {
    return weak.get(place);
  }

  /** Items of interactions that were not skipped, newest first, repeats kept. */
  public List<String> liked() {
    List<String> liked = new ArrayList<>(items.size());
    for (int place = 0; place < items.size(); place++) {
      if (!skipped.get(place)) {
        liked.add(items.get(place));
      }
    }
    return liked;
  }

  /** Every item of the history, skipped ones too. */
  public Set<String> seen() {
    return Set.copyOf(items);
  }

  /** The history without every interaction with the items. */
  public History without(Predicate<String> left) {
    List<Interaction> kept = new ArrayList<>();
    for (int place = 0; place < items.size(); place++) {
      if (!left.test(items.get(place))) {
        kept.add(new Interaction(items.get(place), evidence(place)));
      }
    }
    return new History(kept);
  }

  private Evidence evidence(int place) {
    if (skipped.get(place)) {
      return Evidence.SKIPPED;
    }
    return weak.get(place) ? Evidence.WEAK : Evidence.LIKED;
  }
}
