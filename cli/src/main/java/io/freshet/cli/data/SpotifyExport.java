package io.freshet.cli.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A person's own Spotify export, anywhere below the directory: {@code StreamingHistory*.json}
 * ({@code endTime, artistName, trackName, msPlayed}; the podcast files have {@code podcastName,
 * episodeName}) and the extended {@code Streaming_History_Audio*.json} ({@code ts, ms_played,
 * master_metadata_*, episode_*, audiobook_*}). The catalog is what was played. Podcasts are at show
 * level. In the oldest form podcasts cannot be told from tracks and are read as tracks.
 */
final class SpotifyExport implements FormatReader {
  private static final Pattern FILE =
      Pattern.compile("StreamingHistory.*\\.json|Streaming_History_Audio.*\\.json");
  private static final int DEPTH = 4;

  private final ObjectMapper json = new ObjectMapper();
  private final Path directory;

  SpotifyExport(Path directory) {
    this.directory = directory;
  }

  @Override
  public List<CatalogItem> items(BadLines bad) throws IOException {
    Map<String, CatalogItem> items = new LinkedHashMap<>();
    // Bad plays are counted where the events are read.
    plays(play -> items.computeIfAbsent(play.itemId(), id -> play.item()), new BadLines());
    return new ArrayList<>(items.values());
  }

  @Override
  public void events(Consumer<ListeningEvent> sink, BadLines bad) throws IOException {
    plays(play -> sink.accept(play.event()), bad);
  }

  private void plays(Consumer<SpotifyPlay> sink, BadLines bad) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory, DEPTH)) {
      files =
          walk.filter(file -> FILE.matcher(file.getFileName().toString()).matches())
              .sorted()
              .toList();
    }
    if (files.isEmpty()) {
      throw new IOException(
          "Cannot read a Spotify export: no StreamingHistory*.json or Streaming_History_Audio*.json (%s)"
              .formatted(directory));
    }
    for (Path file : files) {
      plays(file, sink, bad);
    }
  }

  private void plays(Path file, Consumer<SpotifyPlay> sink, BadLines bad) throws IOException {
    long line = 1;
    try (JsonParser parser = json.createParser(file.toFile())) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        bad.add(file, 1, Fault.JSON, "not a JSON array");
        return;
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        line = parser.currentTokenLocation().getLineNr();
        play(parser.readValueAsTree(), file, line, sink, bad);
      }
    } catch (JsonProcessingException e) {
      bad.add(file, line, Fault.JSON, "rest of the file is not JSON: " + e.getOriginalMessage());
    }
  }

  private static void play(
      JsonNode node, Path file, long line, Consumer<SpotifyPlay> sink, BadLines bad) {
    try {
      sink.accept(SpotifyPlay.of(node));
    } catch (BadLineException e) {
      bad.add(file, line, e);
    }
  }
}
