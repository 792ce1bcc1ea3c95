package io.freshet.jobs.statistic;

import io.freshet.jobs.record.Interaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * This stage in memory, by the rules that the job runs. Nothing is held back: counts are those of
 * the time asked for. Mutable, one owner, one thread.
 */
public final class StatisticsReplay {
  private final Map<String, Statistics> items = new LinkedHashMap<>();

  /** Counts an interaction, unless it says nothing. */
  public void add(Interaction interaction) {
    if (interaction.strength() > 0) {
      items.computeIfAbsent(interaction.itemId(), id -> new Statistics()).add(interaction);
    }
  }

  /** Counts of every item that had an interaction, decayed to a time, epoch milliseconds. */
  public List<ItemCounts> at(long millis) {
    return items.entrySet().stream()
        .map(entry -> counts(entry.getKey(), entry.getValue(), millis))
        .toList();
  }

  private static ItemCounts counts(String itemId, Statistics item, long millis) {
    return new ItemCounts(
        itemId,
        item.firstSeenMillis,
        item.counts.get(0).at(millis),
        item.counts.get(1).at(millis),
        item.counts.get(2).at(millis),
        item.total);
  }
}
