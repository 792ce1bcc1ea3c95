package io.freshet.cli.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * MovieTweetings: {@code ratings.dat} of {@code user::item::rating::unix_seconds}, {@code
 * movies.dat} of {@code item::Title (year)::genre|genre}. A rating is one event at its time: LIKE
 * from {@value #LIKED} of 10 up, STREAM below. The rating itself is in the event's context.
 */
final class MovieTweetings implements FormatReader {
  static final int LIKED = 8;
  private static final String TYPE = "movie";

  private final Path directory;

  MovieTweetings(Path directory) {
    this.directory = directory;
  }

  @Override
  public List<CatalogItem> items(BadLines bad) throws IOException {
    Map<String, CatalogItem> items = new HashMap<>();
    List<String> order = new ArrayList<>();
    Lines.read(
        directory.resolve("movies.dat"),
        UTF_8,
        bad,
        (line, number) -> {
          CatalogItem item = item(line);
          if (items.putIfAbsent(item.getItemId(), item) != null) {
            throw new BadLineException(
                Fault.TWICE, "movie appears twice (%s)".formatted(item.getItemId()));
          }
          order.add(item.getItemId());
        });
    return order.stream().map(items::get).toList();
  }

  @Override
  public void events(Consumer<ListeningEvent> sink, BadLines bad) throws IOException {
    Lines.read(
        directory.resolve("ratings.dat"),
        UTF_8,
        bad,
        (line, number) -> sink.accept(event(line, number)));
  }

  private static CatalogItem item(String line) throws BadLineException {
    String[] fields = Lines.fields(line, "::", 3);
    List<String> genres = fields[2].isEmpty() ? List.of() : List.of(fields[2].split("\\|", -1));
    return Records.item(fields[0], TYPE, fields[1], String.join(", ", genres))
        .setGenres(genres)
        .build();
  }

  private static ListeningEvent event(String line, long number) throws BadLineException {
    String[] fields = Lines.fields(line, "::", 4);
    long rating = Lines.number(fields[2], "rating");
    Instant at = Lines.seconds(fields[3], "time");
    Signal signal = rating >= LIKED ? Signal.LIKE : Signal.STREAM;
    return Records.event("movietweetings-" + number, fields[0], fields[1], TYPE, signal, at)
        .setContext(Map.of("rating", Long.toString(rating)))
        .build();
  }
}
