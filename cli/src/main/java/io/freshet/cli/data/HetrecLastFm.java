package io.freshet.cli.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * HetRec 2011 Last.fm: dated taggings as events. All tags a user gave an artist on one day are one
 * STREAM at the start of that day (UTC), since days are all the file knows. Taggings before {@value
 * #FIRST_YEAR} are errors of the data and refused.
 *
 * <p>Tags can be a second type of item: then the tags a user gave are events too, each tag once a
 * day, and a tag's title is its words.
 *
 * <p>An artist's description is its most used tags: over the whole file, which knows the future of
 * the events it is replayed with and is fine for a demonstration, or before a time, which is what
 * an evaluation by time needs.
 */
final class HetrecLastFm implements FormatReader {
  static final int FIRST_YEAR = 1980;
  private static final int TAGS_IN_TEXT = 10;
  private static final String TYPE = "artist";
  private static final String TAG_TYPE = "tag";

  private final Path directory;
  private final Tags tags;

  private HetrecLastFm(Path directory, Tags tags) {
    this.directory = directory;
    this.tags = tags;
  }

  /** Artists alone. */
  static HetrecLastFm artists(Path directory) {
    return new HetrecLastFm(directory, Tags.IN_TEXTS);
  }

  /** Artists and tags, two types of items. */
  static HetrecLastFm artistsAndTags(Path directory) {
    return new HetrecLastFm(directory, Tags.IN_TEXTS_AND_AS_ITEMS);
  }

  private enum Tags {
    IN_TEXTS,
    IN_TEXTS_AND_AS_ITEMS
  }

  private record Tagging(String user, String artist, String tag, LocalDate day) {}

  @Override
  public List<CatalogItem> items(BadLines bad) throws IOException {
    return itemsBefore(Instant.MAX, bad);
  }

  @Override
  public List<CatalogItem> itemsBefore(Instant time, BadLines bad) throws IOException {
    Map<String, String> names = tagNames(bad);
    Map<String, List<String>> topTags = topTags(time, names);
    List<CatalogItem> items = new ArrayList<>();
    Lines.readAfter(
        1,
        directory.resolve("artists.dat"),
        UTF_8,
        bad,
        (line, number) -> {
          String[] fields = Lines.fields(line, "\t", 4);
          List<String> words = topTags.getOrDefault(fields[0], List.of());
          items.add(
              Records.item(fields[0], TYPE, fields[1], String.join(", ", words))
                  .setGenres(words)
                  .build());
        });
    if (tags == Tags.IN_TEXTS_AND_AS_ITEMS) {
      names.forEach((tag, name) -> items.add(Records.item(tagId(tag), TAG_TYPE, name, "").build()));
    }
    return items;
  }

  @Override
  public boolean isDated() {
    return true;
  }

  @Override
  public void events(Consumer<ListeningEvent> sink, BadLines bad) throws IOException {
    Set<String> seen = new HashSet<>();
    taggings(
        bad,
        tagging -> {
          String id = "hetrec-%s-%s-%s".formatted(tagging.user, tagging.artist, tagging.day);
          Instant at = start(tagging.day);
          if (seen.add(id)) {
            sink.accept(
                Records.event(id, tagging.user, tagging.artist, TYPE, Signal.STREAM, at).build());
          }
          if (tags == Tags.IN_TEXTS_AND_AS_ITEMS) {
            String item = tagId(tagging.tag);
            String ofTag = "hetrec-%s-%s-%s".formatted(tagging.user, item, tagging.day);
            if (seen.add(ofTag)) {
              sink.accept(
                  Records.event(ofTag, tagging.user, item, TAG_TYPE, Signal.STREAM, at).build());
            }
          }
        });
  }

  private static String tagId(String tag) {
    return "tag-" + tag;
  }

  private Map<String, String> tagNames(BadLines bad) throws IOException {
    Map<String, String> names = new TreeMap<>();
    Lines.readAfter(
        1,
        directory.resolve("tags.dat"),
        ISO_8859_1,
        bad,
        (line, number) -> {
          String[] fields = Lines.fields(line, "\t", 2);
          names.put(fields[0], fields[1]);
        });
    return names;
  }

  private Map<String, List<String>> topTags(Instant before, Map<String, String> names)
      throws IOException {
    Map<String, Map<String, Integer>> counts = new HashMap<>();
    // Bad taggings are counted where the events are read.
    taggings(
        new BadLines(),
        tagging -> {
          if (start(tagging.day).isBefore(before)) {
            String name = names.getOrDefault(tagging.tag, "");
            counts
                .computeIfAbsent(tagging.artist, artist -> new HashMap<>())
                .merge(name, 1, Integer::sum);
          }
        });
    Map<String, List<String>> top = new HashMap<>();
    counts.forEach((artist, tags) -> top.put(artist, mostUsed(tags)));
    return top;
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  private static List<String> mostUsed(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .filter(tag -> !tag.getKey().isEmpty())
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(TAGS_IN_TEXT)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void taggings(BadLines bad, Consumer<Tagging> sink) throws IOException {
    Lines.readAfter(
        1,
        directory.resolve("user_taggedartists.dat"),
        UTF_8,
        bad,
        (line, number) -> sink.accept(tagging(line)));
  }

  private static Tagging tagging(String line) throws BadLineException {
    String[] fields = Lines.fields(line, "\t", 6);
    int year = (int) Lines.number(fields[5], "year");
    if (year < FIRST_YEAR) {
      throw new BadLineException(Fault.TIME, "year is before %d (%d)".formatted(FIRST_YEAR, year));
    }
    try {
      int month = (int) Lines.number(fields[4], "month");
      LocalDate day = LocalDate.of(year, month, (int) Lines.number(fields[3], "day"));
      return new Tagging(fields[0], fields[1], fields[2], day);
    } catch (DateTimeException e) {
      throw new BadLineException(Fault.TIME, "not a date: " + e.getMessage(), e);
    }
  }
}
