package io.freshet.cli.rising;

import static java.util.Objects.requireNonNull;

import io.freshet.registry.InputSchemas;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ItemStatistics;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.training.CompactedTopic;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The items that rise.
 *
 * @param at the time they rise at, ISO-8601
 * @param items items with statistics
 * @param rising those that rise, most first
 */
public record RisingChart(String at, int items, List<RisingItem> rising) {
  private static final int WIDTH = 20;
  private static final int TITLE = 32;

  public RisingChart {
    requireNonNull(at, "at is null");
    rising = List.copyOf(rising);
  }

  /**
   * Reads both topics to their ends. Records that cannot be decoded are left out.
   *
   * @param kafka properties of a consumer, at least {@code bootstrap.servers}
   * @param minCount least count of half-life 3 days
   * @param most items in the chart
   * @throws IllegalStateException when a topic does not exist
   */
  public static RisingChart read(
      Map<String, Object> kafka,
      Topics topics,
      InputSchemas schemas,
      Instant at,
      double minCount,
      int most) {
    Map<String, ItemStatistics> statistics =
        decode(kafka, topics.itemStatistics().name(), schemas.codec(ItemStatistics.class));
    Map<String, CatalogItem> catalog =
        decode(kafka, topics.catalogItems().name(), schemas.codec(CatalogItem.class));
    Stream<RisingItem> items =
        statistics.values().stream()
            .map(item -> RisingItem.at(at, item, title(item, catalog.get(item.getItemId()))));
    List<RisingItem> rising =
        items
            .filter(item -> item.count() >= minCount && item.rise() > 0)
            .sorted(
                Comparator.comparingDouble(RisingItem::rise)
                    .reversed()
                    .thenComparing(RisingItem::item_id))
            .limit(most)
            .toList();
    return new RisingChart(at.toString(), statistics.size(), rising);
  }

  private static <T extends SpecificRecord> Map<String, T> decode(
      Map<String, Object> kafka, String topic, AvroCodec<T> codec) {
    Map<String, T> records = new HashMap<>();
    CompactedTopic.read(kafka, topic)
        .values()
        .forEach(
            (key, value) -> {
              try {
                records.put(key, codec.decode(value));
              } catch (UndecodableException e) {
                // Whoever reads the topic for good has counted it.
                records.remove(key);
              }
            });
    return records;
  }

  private static String title(ItemStatistics item, @Nullable CatalogItem known) {
    return known == null || known.getTitle().isBlank() ? item.getItemId() : known.getTitle();
  }

  /** The chart as lines of text: rank, title, type, count, expected count, rise as a bar. */
  public List<String> lines() {
    if (rising.isEmpty()) {
      return List.of("Nothing rises at %s among %,d items".formatted(at, items));
    }
    String head =
        "%4s  %-32s  %-12s %10s %10s  %s".formatted("", "title", "type", "plays", "usual", "rise");
    return Stream.concat(
            Stream.of("What rises at %s among %,d items".formatted(at, items), head),
            Stream.iterate(0, i -> i < rising.size(), i -> i + 1).map(this::line))
        .toList();
  }

  private String line(int index) {
    RisingItem item = rising.get(index);
    int bar = (int) Math.ceil(WIDTH * item.rise() / rising.get(0).rise());
    return "%3d.  %-32s  %-12s %10.1f %10.1f  %s %.1f"
        .formatted(
            index + 1,
            printable(item.title()),
            printable(item.item_type()),
            item.count(),
            item.expected(),
            "#".repeat(bar),
            item.rise());
  }

  /** Titles come from outside: a line stays a line, and no terminal is told what to do. */
  private static String printable(String text) {
    String line = text.replaceAll("\\p{C}", " ");
    int end = line.offsetByCodePoints(0, Math.min(TITLE, line.codePointCount(0, line.length())));
    return line.substring(0, end);
  }
}
