package io.freshet.cli.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The formats that can be imported and replayed. */
public enum DataFormat {
  /** What {@code import} writes. */
  AVRO("avro", AvroDirectory::new, "catalog-items.avro", "listening-events.avro"),
  MOVIETWEETINGS("movietweetings", MovieTweetings::new, "movies.dat", "ratings.dat"),
  HETREC_LASTFM(
      "hetrec-lastfm", HetrecLastFm::artists, "artists.dat", "tags.dat", "user_taggedartists.dat"),
  /** The same with tags as a second type of item. */
  HETREC_LASTFM_TAGS(
      "hetrec-lastfm-tags",
      HetrecLastFm::artistsAndTags,
      "artists.dat",
      "tags.dat",
      "user_taggedartists.dat"),
  AMAZON("amazon", AmazonSequences::new, "items.json", "sequences.txt"),
  CSV("csv", Tables::csv, "events.csv"),
  JSONL("jsonl", Tables::jsonl, "events.jsonl"),
  SPOTIFY_EXPORT("spotify-export", SpotifyExport::new);

  /** Events sorted in memory; more go through temporary files. About 100 MiB. */
  private static final int EVENTS_IN_MEMORY = 200_000;

  private final String id;

  @SuppressWarnings("ImmutableEnumChecker") // a constructor reference
  private final Function<Path, FormatReader> reader;

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable copy
  private final List<String> required;

  DataFormat(String id, Function<Path, FormatReader> reader, String... required) {
    this.id = id;
    this.reader = reader;
    this.required = List.of(required);
  }

  /** Name on the command line. */
  public String id() {
    return id;
  }

  @Override
  public String toString() {
    return id;
  }

  /**
   * The format of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static DataFormat of(String id) {
    for (DataFormat format : values()) {
      if (format.id.equals(id.toLowerCase(Locale.ROOT))) {
        return format;
      }
    }
    String known = Arrays.stream(values()).map(DataFormat::id).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "Cannot read data: format must be one of %s (%s)".formatted(known, id));
  }

  /**
   * The data in a directory; its files are read when asked for.
   *
   * @throws IllegalArgumentException if the directory or a file of the format is missing
   */
  public Dataset open(Path directory) {
    return open(directory, EVENTS_IN_MEMORY);
  }

  Dataset open(Path directory, int eventsInMemory) {
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          "Cannot read data: not a directory (%s)".formatted(directory));
    }
    for (String file : required) {
      if (!Files.isReadable(directory.resolve(file))) {
        throw new IllegalArgumentException(
            "Cannot read data: format %s needs the file %s (%s)".formatted(id, file, directory));
      }
    }
    return new FileDataset(reader.apply(directory), eventsInMemory);
  }
}
