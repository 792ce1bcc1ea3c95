package io.freshet.jobs.publish;

import io.freshet.jobs.record.RoundFragment;
import io.freshet.jobs.record.RoundFragment.Count;
import io.freshet.schemas.EmbeddingRound;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Manifests of the rounds that are open, summed up from fragments. End offsets are those of the
 * round or an earlier one: a partition that was silent in a round keeps its older offset. The level
 * of thresholds is that of the last change in an earlier round.
 */
final class OpenManifests {
  /** Fragments of one kind are kept as one. */
  private record Slot(Count count, int layer) {}

  private final PublishSettings settings;
  private final NavigableMap<Long, Map<Slot, RoundFragment>> rounds = new TreeMap<>();
  private final Map<String, Long> endOffsets = new TreeMap<>();
  private int level;

  OpenManifests(PublishSettings settings) {
    this.settings = settings;
  }

  void add(RoundFragment fragment) {
    rounds
        .computeIfAbsent(fragment.round(), round -> new TreeMap<>(OpenManifests::compare))
        .merge(new Slot(fragment.count(), fragment.layer()), fragment, OpenManifests::sum);
  }

  /** Goes on with this level of thresholds. */
  void resume(int levelInForce) {
    level = levelInForce;
  }

  int level() {
    return level;
  }

  /** Goes on from these end offsets of closed rounds. */
  void resume(Map<String, Long> closedOffsets) {
    closedOffsets.forEach((partition, offset) -> endOffsets.merge(partition, offset, Math::max));
  }

  /** Manifests of the rounds that end with the watermark, oldest first; also of an empty one. */
  List<ClosedRound> close(long watermark, Instant now) {
    if (watermark != Long.MAX_VALUE) {
      rounds.computeIfAbsent(watermark, round -> new TreeMap<>(OpenManifests::compare));
    }
    List<ClosedRound> closed = new ArrayList<>();
    while (!rounds.isEmpty() && rounds.firstKey() <= watermark) {
      Map.Entry<Long, Map<Slot, RoundFragment>> oldest = rounds.pollFirstEntry();
      oldest.getValue().values().forEach(fragment -> resume(fragment.endOffsets()));
      closed.add(closed(oldest.getKey(), oldest.getValue(), now));
      @Nullable RoundFragment next = oldest.getValue().get(new Slot(Count.LEVEL, 0));
      level = next == null ? level : (int) next.amount();
    }
    return closed;
  }

  /** What a snapshot has to keep of the open rounds. */
  List<RoundFragment> fragments() {
    return rounds.values().stream().flatMap(slots -> slots.values().stream()).toList();
  }

  /** What a snapshot has to keep of the closed rounds. */
  Map<String, Long> endOffsets() {
    return new TreeMap<>(endOffsets);
  }

  private ClosedRound closed(long round, Map<Slot, RoundFragment> slots, Instant now) {
    List<Long> differences = new ArrayList<>();
    for (int layer = 1; layer <= settings.layers(); layer++) {
      differences.add(amount(slots, Count.DIFFERENCES, layer));
    }
    return new ClosedRound(
        manifest(round, slots, now), differences, amount(slots, Count.NEIGHBORHOODS, 0));
  }

  private EmbeddingRound manifest(long round, Map<Slot, RoundFragment> slots, Instant now) {
    Long[] embedded = new Long[settings.layers() + 1];
    Long[] messages = new Long[settings.layers()];
    for (int layer = 0; layer < embedded.length; layer++) {
      embedded[layer] = amount(slots, Count.EMBEDDED, layer);
    }
    for (int layer = 1; layer <= messages.length; layer++) {
      messages[layer - 1] = amount(slots, Count.MESSAGES, layer);
    }
    long failed = 0;
    for (int layer = 0; layer < embedded.length; layer++) {
      failed += amount(slots, Count.FAILED, layer);
    }
    return new EmbeddingRound(
        settings.release(),
        round,
        now,
        endOffsets(),
        amount(slots, Count.INPUTS, 0),
        Arrays.asList(embedded),
        Arrays.asList(messages),
        amount(slots, Count.PUBLISHED, 0),
        failed,
        settings.thresholds().at(level).byName());
  }

  private static long amount(Map<Slot, RoundFragment> slots, Count count, int layer) {
    RoundFragment fragment = slots.get(new Slot(count, layer));
    return fragment == null ? 0 : fragment.amount();
  }

  private static int compare(Slot first, Slot second) {
    int byCount = first.count().compareTo(second.count());
    return byCount != 0 ? byCount : Integer.compare(first.layer(), second.layer());
  }

  private static RoundFragment sum(RoundFragment first, RoundFragment second) {
    Map<String, Long> offsets = new TreeMap<>(first.endOffsets());
    second.endOffsets().forEach((partition, offset) -> offsets.merge(partition, offset, Math::max));
    return new RoundFragment(
        first.round(), first.count(), first.layer(), first.amount() + second.amount(), offsets);
  }
}
