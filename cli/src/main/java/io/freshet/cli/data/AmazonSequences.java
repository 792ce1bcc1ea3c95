package io.freshet.cli.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
 * Amazon cross-domain sequences: {@code sequences.txt}, one user per line: {@code user
 * item|unix_seconds item|unix_seconds ...}; {@code items.json}: ASIN to {@code [item, domain]},
 * domain 0 food, 1 kitchen. The domain is the item type, every interaction is a STREAM, the item id
 * is the number in the sequences. The data has no text: the ASIN is the title.
 */
final class AmazonSequences implements FormatReader {
  private static final List<String> DOMAINS = List.of("food", "kitchen");

  private final Path directory;

  AmazonSequences(Path directory) {
    this.directory = directory;
  }

  @Override
  public List<CatalogItem> items(BadLines bad) throws IOException {
    Path file = directory.resolve("items.json");
    List<CatalogItem> items = new ArrayList<>();
    long number = 0;
    for (Map.Entry<String, JsonNode> entry :
        new ObjectMapper().readTree(file.toFile()).properties()) {
      number++;
      int domain = entry.getValue().path(1).asInt(-1);
      if (domain < 0 || domain >= DOMAINS.size()) {
        bad.add(file, number, Fault.DOMAIN, "unknown domain (%s)".formatted(entry));
        continue;
      }
      String type = DOMAINS.get(domain);
      String id = entry.getValue().path(0).asText();
      items.add(Records.item(id, type, entry.getKey(), "").setGenres(List.of(type)).build());
    }
    return items;
  }

  @Override
  public void events(Consumer<ListeningEvent> sink, BadLines bad) throws IOException {
    Map<String, String> types = new HashMap<>();
    for (CatalogItem item : items(new BadLines())) {
      types.put(item.getItemId(), item.getItemType());
    }
    Path file = directory.resolve("sequences.txt");
    Lines.read(file, UTF_8, bad, (line, number) -> readUser(line, number, types, sink));
  }

  private static void readUser(
      String line, long number, Map<String, String> types, Consumer<ListeningEvent> sink)
      throws BadLineException {
    String[] parts = line.trim().split("\\s+", -1);
    List<ListeningEvent> events = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      String[] fields = Lines.fields(parts[i], "\\|", 2);
      String type = types.get(fields[0]);
      if (type == null) {
        throw new BadLineException(
            Fault.UNKNOWN_ITEM, "item is not in items.json (%s)".formatted(fields[0]));
      }
      Instant at = Lines.seconds(fields[1], "time");
      String id = "amazon-%d-%d".formatted(number, i);
      events.add(Records.event(id, parts[0], fields[0], type, Signal.STREAM, at).build());
    }
    // Only now, so that a bad line leaves nothing half done.
    events.forEach(sink);
  }
}
