package io.freshet.cli.evaluate;

import static java.util.Objects.requireNonNull;

import io.freshet.cli.data.Dataset;
import io.freshet.cli.recorded.RecordedEvents;
import io.freshet.cli.recorded.RecordedHistory;
import io.freshet.cli.recorded.RecordedItems;
import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.UserAttributeNames;
import io.freshet.server.evaluation.EvaluationData;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.ItemTable;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes evaluation data of recorded data. */
public final class RecordedEvaluation {
  /**
   * What the graph job runs with on recorded data of years: nothing is too old to be paired, and
   * edges do not decay. On the sets at hand both were better than the defaults, which are for a
   * service that never ends.
   */
  private static final Map<String, String> GRAPH =
      Map.of(
          "event.horizon", "36500d",
          "interaction.horizon", "36500d",
          "interaction.pair-window", "36500d",
          "edge.half-life", "36500000d");

  private final InteractionGraphConfig graph;
  private final Optional<TextVectors> text;
  private final int leastUsers;

  /**
   * How data is read.
   *
   * @param graph settings of the interaction graph job that replace those for recorded data
   * @param text vectors of texts; without, items get random ones seeded by their ids
   * @param leastUsers users before the split that make an item a warm one
   */
  public RecordedEvaluation(Map<String, String> graph, Optional<TextVectors> text, int leastUsers) {
    Map<String, String> settings = new HashMap<>(GRAPH);
    settings.putAll(graph);
    this.graph = InteractionGraphConfig.from(settings);
    this.text = requireNonNull(text, "text is null");
    this.leastUsers = leastUsers;
  }

  /**
   * Reads the data and splits it by time.
   *
   * @param name in reports
   * @throws IOException when texts cannot be encoded
   */
  public EvaluationData read(String name, Dataset dataset) throws IOException {
    RecordedEvents events = events(dataset);
    return read(name, dataset, events, splitOf(events));
  }

  /**
   * Reads the data without the items of one type, and splits it where the whole is split.
   *
   * @param whole what {@link #read} made of all of it
   * @throws IllegalArgumentException when there is no such type, or no other
   * @throws IOException when texts cannot be encoded
   */
  public EvaluationData readWithout(String type, Dataset dataset, EvaluationData whole)
      throws IOException {
    List<String> types = whole.items().types();
    if (!types.contains(type) || types.size() == 1) {
      throw new IllegalArgumentException(
          "Cannot hold out %s: it must be one of several types (%s)"
              .formatted(type, String.join(", ", types)));
    }
    Dataset others = new WithoutType(dataset, type);
    RecordedEvents events = events(others);
    return read(whole.name() + " without " + type, others, events, whole.splitAt());
  }

  /**
   * Reads all of the data, to learn from.
   *
   * @throws IOException when texts cannot be encoded
   */
  public RecordedHistory history(Dataset dataset) throws IOException {
    RecordedEvents events = events(dataset);
    RecordedItems items = RecordedItems.of(dataset.catalog(), events.events());
    ItemTable table = table(items, dataset, events).withLanguages(items.languages());
    return RecordedHistory.of(table, events, graph);
  }

  private EvaluationData read(String name, Dataset dataset, RecordedEvents events, long splitAt)
      throws IOException {
    RecordedItems items =
        RecordedItems.of(dataset.catalogBefore(Instant.ofEpochMilli(splitAt)), events.events());
    RecordedHistory history = RecordedHistory.of(table(items, dataset, events), events, graph);
    return new EvaluationData(
        name, history.items(), history.log(), splitAt, history.snapshots(), leastUsers);
  }

  private static Map<String, List<String>> attributes(Dataset dataset) {
    Map<String, List<String>> attributes = new HashMap<>();
    dataset.users().forEach(it -> attributes.put(it.getUserId(), UserAttributeNames.of(it)));
    return attributes;
  }

  private RecordedEvents events(Dataset dataset) {
    try (Stream<ListeningEvent> events = dataset.events()) {
      return RecordedEvents.of(events, graph).withAttributes(attributes(dataset));
    }
  }

  private static long splitOf(RecordedEvents events) {
    int[] none = new int[events.size()];
    return EvaluationData.splitOf(
        new EventLog(events.userIds(), events.users(), none, events.times(), events.strengths()));
  }

  private ItemTable table(RecordedItems items, Dataset dataset, RecordedEvents events)
      throws IOException {
    ItemTable table = table(items);
    return text.isPresent() && dataset.isCatalogDated()
        ? table.withTextBefore(
            new DatedTexts(
                items.texts(),
                table.text(),
                time -> RecordedItems.of(dataset.catalogBefore(time), events.events()).texts(),
                text.get()))
        : table;
  }

  private ItemTable table(RecordedItems items) throws IOException {
    if (text.isEmpty()) {
      return new ItemTable(
          SeededVectors.ENCODER,
          items.ids(),
          items.types(),
          items.itemTypes(),
          SeededVectors.of(items.ids()));
    }
    return new ItemTable(
        text.get().encoder(),
        items.ids(),
        items.types(),
        items.itemTypes(),
        text.get().of(items.texts()));
  }

  /** Names of the settings of the graph, for help. */
  public static List<String> graphSettings() {
    return GRAPH.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList();
  }
}
