package io.freshet.jobs.graph;

import io.freshet.jobs.graph.Act.BringBack;
import io.freshet.jobs.graph.Act.Erase;
import io.freshet.jobs.graph.Act.Play;
import io.freshet.jobs.graph.Act.TakeDown;
import io.freshet.schemas.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the job must publish, computed the plain way: everything is remembered as it came, and
 * nothing is kept that could be wrong by a step before. One thread.
 */
public final class GraphOracle {
  private static final Duration HALF_LIFE = Duration.ofDays(30);

  /** Half-life of edges to neighbors of a type. */
  public static final Map<String, Duration> HALF_LIVES =
      Map.of("track", HALF_LIFE, "podcast", Duration.ofDays(4), "audiobook", Duration.ofDays(365));

  private record Edge(String item, String neighbor, String neighborType, double weight) {}

  private final Map<String, List<Play>> histories = new TreeMap<>();
  private final Map<String, List<Play>> countedByItem = new TreeMap<>();
  private final List<Edge> edges = new ArrayList<>();
  private final Map<String, Long> erasedAt = new TreeMap<>();
  private final Set<String> gone = new HashSet<>();
  private final Set<String> seenEvents = new HashSet<>();

  /** What all phases come to. */
  public static GraphOracle of(Collection<List<Act>> phases) {
    GraphOracle oracle = new GraphOracle();
    phases.forEach(oracle::apply);
    return oracle;
  }

  private void apply(List<Act> phase) {
    phase.forEach(this::applyTakedownOrErasure);
    for (Act act : phase) {
      if (act instanceof Play play) {
        apply(play);
      }
    }
  }

  private void applyTakedownOrErasure(Act act) {
    if (act instanceof TakeDown takeDown) {
      String item = takeDown.itemId();
      gone.add(item);
      countedByItem.remove(item);
      edges.removeIf(edge -> edge.item().equals(item) || edge.neighbor().equals(item));
    } else if (act instanceof BringBack back) {
      gone.remove(back.itemId());
    } else if (act instanceof Erase erase) {
      erasedAt.put(erase.userId(), erase.ingestedAtMillis());
      histories.remove(erase.userId());
    }
  }

  private void apply(Play play) {
    boolean isErased = play.ingestedAtMillis() <= erasedAt.getOrDefault(play.userId(), 0L);
    if (isErased || !seenEvents.add(play.eventId()) || strength(play) == 0) {
      return;
    }
    List<Play> history = histories.computeIfAbsent(play.userId(), id -> new ArrayList<>());
    for (Play past : history) {
      if (!past.itemId().equals(play.itemId())
          && !gone.contains(past.itemId())
          && !gone.contains(play.itemId())) {
        edges.add(edge(play, past));
        edges.add(edge(past, play));
      }
    }
    history.add(play);
    if (!gone.contains(play.itemId())) {
      countedByItem.computeIfAbsent(play.itemId(), id -> new ArrayList<>()).add(play);
    }
  }

  private static Edge edge(Play item, Play neighbor) {
    long at = Math.max(item.occurredAtMillis(), neighbor.occurredAtMillis());
    Duration halfLife = HALF_LIVES.getOrDefault(neighbor.itemType(), HALF_LIFE);
    double weight = strength(item) * strength(neighbor) * decayed(at, GraphStory.CLOCK, halfLife);
    return new Edge(item.itemId(), neighbor.itemId(), neighbor.itemType(), weight);
  }

  private static double strength(Play play) {
    return play.signal() == Signal.SKIP ? 0 : play.signal() == Signal.PREVIEW ? 0.25 : 1;
  }

  private static double decayed(long at, long nowMillis, Duration halfLife) {
    return Math.pow(2, (at - nowMillis) / (double) halfLife.toMillis());
  }

  /** Shares of the heaviest neighbors, per item and neighbor type. */
  public Map<String, Map<String, Map<String, Double>>> neighborhoods() {
    Map<String, Map<String, Map<String, Double>>> weights = new TreeMap<>();
    for (Edge edge : edges) {
      weights
          .computeIfAbsent(edge.item(), id -> new TreeMap<>())
          .computeIfAbsent(edge.neighborType(), type -> new TreeMap<>())
          .merge(edge.neighbor(), edge.weight(), Double::sum);
    }
    weights.values().forEach(types -> types.replaceAll((type, all) -> shares(all)));
    return weights;
  }

  private static Map<String, Double> shares(Map<String, Double> weights) {
    Map<String, Double> heaviest = new LinkedHashMap<>();
    weights.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
        .limit(GraphStory.TOP_K)
        .forEach(entry -> heaviest.put(entry.getKey(), entry.getValue()));
    double sum = heaviest.values().stream().mapToDouble(Double::doubleValue).sum();
    heaviest.replaceAll((id, weight) -> weight / sum);
    return heaviest;
  }

  /** Most neighbors of one type that an item has had. */
  public long mostNeighbors() {
    Map<String, Set<String>> neighbors = new TreeMap<>();
    for (Edge edge : edges) {
      neighbors
          .computeIfAbsent(edge.item() + edge.neighborType(), id -> new HashSet<>())
          .add(edge.neighbor());
    }
    return neighbors.values().stream().mapToInt(Set::size).max().orElse(0);
  }

  /** Items that have been played since they were last taken down. */
  public Set<String> countedItems() {
    return countedByItem.keySet();
  }

  /** Decayed count of an item as of a time. */
  public double count(String item, long asOfMillis, Duration halfLife) {
    return counted(item)
        .mapToDouble(play -> decayed(play.occurredAtMillis(), asOfMillis, halfLife))
        .sum();
  }

  /** Plays of an item that count. */
  public Stream<Play> counted(String item) {
    return countedByItem.getOrDefault(item, List.of()).stream();
  }

  /** What each user played, newest first, as {@code item signal time}. */
  public Map<String, List<String>> histories() {
    Map<String, List<String>> entries = new TreeMap<>();
    histories.forEach((user, plays) -> entries.put(user, newestFirst(plays)));
    return entries;
  }

  private static List<String> newestFirst(List<Play> plays) {
    return plays.stream()
        .sorted(Comparator.comparingLong(Play::occurredAtMillis).reversed())
        .map(play -> play.itemId() + " " + play.signal() + " " + play.occurredAtMillis())
        .toList();
  }
}
