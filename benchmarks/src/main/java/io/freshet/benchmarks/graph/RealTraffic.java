package io.freshet.benchmarks.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.cli.data.DataFormat;
import io.freshet.schemas.ListeningEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Recorded traffic, repeated until there are as many events as asked for. */
public final class RealTraffic {
  private static final Duration GOWALLA_SPAN = Duration.ofDays(60);
  private static final long SEED = 20_260_726;

  private record Like(int user, int item, long atMillis) {}

  private final Path data;

  /**
   * Traffic in a folder.
   *
   * @param data holds a folder per data set
   */
  public RealTraffic(Path data) {
    this.data = data;
  }

  /** The folder FRESHET_DATA names, else that of the shared data beside the project. */
  public static Path folder() {
    String named = System.getenv("FRESHET_DATA");
    return named == null
        ? Path.of(System.getProperty("freshet.root", "."), "..", "shared", "data").normalize()
        : Path.of(named);
  }

  /** Ratings of films, at their times; empty where the data is absent. */
  public Optional<Traffic> movieTweetings(int events) {
    Path directory = data.resolve("movietweetings-100k");
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try (Stream<ListeningEvent> recorded = DataFormat.MOVIETWEETINGS.open(directory).events()) {
      List<Like> likes =
          recorded
              .map(
                  event ->
                      new Like(
                          Integer.parseInt(event.getUserId()),
                          Integer.parseInt(event.getItemId()),
                          event.getOccurredAt().toEpochMilli()))
              .toList();
      return Optional.of(repeat("movietweetings", likes, events));
    }
  }

  /**
   * Check-ins, which have an order per user and no times: users come in a random order, each
   * check-in at the next tick. Empty where the data is absent.
   */
  public Optional<Traffic> gowalla(int events) throws IOException {
    Path directory = data.resolve("gowalla");
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    List<int[]> visits = new ArrayList<>();
    for (String file : List.of("train.txt", "test.txt")) {
      for (String line : Files.readAllLines(directory.resolve(file), UTF_8)) {
        String[] fields = line.strip().split(" ", -1);
        for (int i = 1; i < fields.length; i++) {
          visits.add(new int[] {Integer.parseInt(fields[0]), Integer.parseInt(fields[i])});
        }
      }
    }
    Collections.shuffle(visits, new Random(SEED));
    List<Like> likes = new ArrayList<>(visits.size());
    for (int i = 0; i < visits.size(); i++) {
      long at = InventedTraffic.START + GOWALLA_SPAN.toMillis() * i / visits.size();
      likes.add(new Like(visits.get(i)[0], visits.get(i)[1], at));
    }
    return Optional.of(repeat("gowalla", likes, events));
  }

  private static Traffic repeat(String name, List<Like> likes, int events) {
    long first = likes.get(0).atMillis();
    long span = likes.get(likes.size() - 1).atMillis() - first + 1;
    int[] users = new int[events];
    int[] items = new int[events];
    long[] at = new long[events];
    for (int i = 0; i < events; i++) {
      Like like = likes.get(i % likes.size());
      users[i] = like.user();
      items[i] = like.item();
      at[i] = like.atMillis() + i / likes.size() * span;
    }
    return new Traffic(name, true, users, items, at);
  }
}
