package io.freshet.jobs.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.jobs.GraphReplay;
import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.jobs.embedding.GraphScript.Round;
import io.freshet.jobs.record.FeatureUpdate;
import io.freshet.jobs.record.NeighborShare;
import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.record.OldestEvent;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Relation;
import io.freshet.schemas.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The story of recorded ratings of films: a history, then rounds of events in their order, whose
 * neighborhoods are published when their shares drifted by more than epsilon (L1). Texts are drawn
 * from the films' genres; a film appears with its first event.
 */
public final class RecordedScript {
  private static final String TYPE = "movie";

  private final double epsilon;
  private final GraphReplay replay =
      new GraphReplay(InteractionGraphConfig.from(Map.of("edge.top-k", "16")));
  private final Map<String, String> genres;
  private final Map<String, Map<String, Float>> published = new HashMap<>();
  private final Map<String, Boolean> appeared = new HashMap<>();
  private long version = 1;

  private RecordedScript(double epsilon, Map<String, String> genres) {
    this.epsilon = epsilon;
    this.genres = genres;
  }

  /** Where the ratings lie, if they do: in the folder FRESHET_DATA, or beside the project. */
  public static Optional<Path> folder() {
    // Tests run in the module's directory.
    Path data =
        Path.of(Optional.ofNullable(System.getenv("FRESHET_DATA")).orElse("../../shared/data"));
    return Optional.of(data.resolve("movietweetings-100k")).filter(Files::isDirectory);
  }

  /**
   * Reads a story.
   *
   * @param folder holds ratings.dat and movies.dat
   * @param history events of round 0
   * @param events of every further round
   */
  public static List<Round> rounds(Path folder, double epsilon, int history, int events, int rounds)
      throws IOException {
    RecordedScript script = new RecordedScript(epsilon, genres(folder));
    List<ListeningEvent> all = ratings(folder);
    List<Round> story = new ArrayList<>();
    int from = 0;
    for (int number = 0; number < rounds; number++) {
      int to = Math.min(all.size(), number == 0 ? history : from + events);
      story.add(script.round(number, all.subList(from, to)));
      from = to;
    }
    return story;
  }

  private Round round(long number, List<ListeningEvent> events) {
    Round round = new Round(number, new ArrayList<>(), new ArrayList<>());
    for (ListeningEvent event : events) {
      replay.accept(event, event.getOccurredAt().toEpochMilli());
      if (appeared.put(event.getItemId(), true) == null) {
        round.features().add(feature(event.getItemId(), number));
      }
    }
    for (ItemNeighborhood changed : replay.changedNeighborhoods()) {
      Map<String, Float> shares = shares(changed);
      if (drift(shares, published.getOrDefault(changed.getItemId(), Map.of())) > epsilon) {
        published.put(changed.getItemId(), shares);
        round.neighborhoods().add(neighborhood(changed.getItemId(), shares, number));
      }
    }
    return round;
  }

  private static Map<String, Float> shares(ItemNeighborhood neighborhood) {
    Map<String, Float> shares = new HashMap<>();
    for (Relation relation : neighborhood.getRelations()) {
      relation
          .getNeighbors()
          .forEach(neighbor -> shares.put(neighbor.getItemId(), neighbor.getShare()));
    }
    return shares;
  }

  private static double drift(Map<String, Float> now, Map<String, Float> before) {
    Map<String, Float> differences = new HashMap<>(before);
    now.forEach((item, share) -> differences.merge(item, -share, Float::sum));
    return differences.values().stream().mapToDouble(Math::abs).sum();
  }

  private NeighborhoodUpdate neighborhood(String item, Map<String, Float> shares, long round) {
    List<NeighborShare> neighbors = new ArrayList<>();
    shares.forEach((neighbor, share) -> neighbors.add(new NeighborShare(neighbor, TYPE, share)));
    neighbors.sort(Comparator.comparing(NeighborShare::source));
    return new NeighborhoodUpdate(item, neighbors, false, version++, round, OldestEvent.NONE);
  }

  private FeatureUpdate feature(String item, long round) {
    return new FeatureUpdate(
        item, TYPE, "text of " + item, text(item), false, version++, round, OldestEvent.NONE);
  }

  private float[] text(String item) {
    float[] vector = new float[GraphScript.TEXT_DIMENSIONS];
    add(vector, item, .3);
    for (String genre : genres.getOrDefault(item, "").split("\\|", -1)) {
      add(vector, genre, 1);
    }
    return vector;
  }

  private static void add(float[] vector, String word, double weight) {
    Random random = new Random(word.hashCode());
    for (int index = 0; index < vector.length; index++) {
      vector[index] += (float) (weight * random.nextGaussian());
    }
  }

  private static Map<String, String> genres(Path folder) throws IOException {
    Map<String, String> genres = new HashMap<>();
    try (Stream<String> lines = Files.lines(folder.resolve("movies.dat"), UTF_8)) {
      lines
          .map(line -> line.split("::", -1))
          .filter(fields -> fields.length == 3)
          .forEach(fields -> genres.put(fields[0], fields[2]));
    }
    return genres;
  }

  private static List<ListeningEvent> ratings(Path folder) throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve("ratings.dat"), UTF_8)) {
      return lines
          .map(line -> line.split("::", -1))
          .map(fields -> event(fields[0], fields[1], Long.parseLong(fields[3])))
          .sorted(Comparator.comparing(ListeningEvent::getOccurredAt))
          .toList();
    }
  }

  private static ListeningEvent event(String user, String item, long atSeconds) {
    return ListeningEvent.newBuilder()
        .setEventId(user + " " + item)
        .setUserId(user)
        .setItemId(item)
        .setItemType(TYPE)
        .setSignal(Signal.COMPLETE)
        .setOccurredAt(Instant.ofEpochSecond(atSeconds))
        .setContext(Map.of())
        .build();
  }
}
