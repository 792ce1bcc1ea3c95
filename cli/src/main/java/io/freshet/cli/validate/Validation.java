package io.freshet.cli.validate;

import static java.util.Objects.requireNonNull;

import io.freshet.cli.data.BadLine;
import io.freshet.cli.data.Dataset;
import io.freshet.jobs.event.EventConfig;
import io.freshet.jobs.event.EventReplay;
import io.freshet.jobs.feature.CatalogReplay;
import io.freshet.jobs.feature.FeatureConfig;
import io.freshet.jobs.record.Reason;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dataset as {@code replay} would, and checks each record as the jobs would when it comes
 * at its own time. Mutable, one owner, one use.
 */
public final class Validation {
  /** Most event ids that are remembered to find repeated ones. */
  public static final int MOST_IDS = 2_000_000;

  private static final int MOST_CHARS = 80;

  private final AvroCodec<CatalogItem> itemCodec = new AvroCodec<>(CatalogItem.class);
  private final AvroCodec<ListeningEvent> eventCodec = new AvroCodec<>(ListeningEvent.class);
  private final CatalogReplay catalogChecks = new CatalogReplay(FeatureConfig.defaults());
  private final EventConfig eventConfig = EventConfig.defaults();
  private final EventReplay eventChecks = new EventReplay(eventConfig);
  private final long nowMillis;
  private final int most;

  private final Map<String, Long> types = new HashMap<>();
  private final Map<String, Long> refused = new HashMap<>();
  private final Set<String> itemIds = new HashSet<>();
  private final Set<String> users = new HashSet<>();
  private final Set<String> eventIds = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private long repeatedIds;
  private long unknownItems;
  private long events;
  private @Nullable Instant first;
  private @Nullable Instant last;

  private Validation(long nowMillis, int most) {
    this.nowMillis = nowMillis;
    this.most = most;
  }

  /**
   * Reads all of it.
   *
   * @param now events after it are refused
   * @param most problems to keep; all are counted
   */
  public static ValidationReport of(Dataset dataset, Instant now, int most) {
    requireNonNull(dataset, "dataset is null");
    return new Validation(now.toEpochMilli(), most).read(dataset);
  }

  private ValidationReport read(Dataset dataset) {
    List<CatalogItem> catalog = dataset.catalog();
    catalog.forEach(this::check);
    try (Stream<ListeningEvent> stream = dataset.events()) {
      for (Iterator<ListeningEvent> each = stream.iterator(); each.hasNext(); ) {
        check(each.next());
      }
    }
    List<Problem> all = new ArrayList<>();
    for (BadLine line : dataset.badLines().examples()) {
      all.add(new Problem(line.place(), line.why(), line.fault().remedy()));
    }
    all.addAll(problems);
    return new ValidationReport(
        catalog.size(),
        events,
        users.size(),
        first == null ? "" : first.toString(),
        last == null ? "" : last.toString(),
        types,
        dataset.badLines().count(),
        refused,
        repeatedIds,
        unknownItems,
        all.subList(0, Math.min(most, all.size())));
  }

  private void check(CatalogItem item) {
    itemIds.add(item.getItemId());
    types.merge(item.getItemType(), 1L, Long::sum);
    catalogChecks
        .refusal(item, itemCodec.encode(item))
        .ifPresent(each -> refuse("item " + item.getItemId(), each.reason(), each.message()));
  }

  private void check(ListeningEvent event) {
    events++;
    users.add(event.getUserId());
    first = first == null ? event.getOccurredAt() : first;
    last = event.getOccurredAt();
    if (!itemIds.contains(event.getItemId())) {
      unknownItems++;
    }
    if (eventIds.size() < MOST_IDS && !eventIds.add(event.getEventId())) {
      repeatedIds++;
    }
    long at = event.getOccurredAt().toEpochMilli();
    eventChecks
        .refusal(event, at, nowMillis)
        .ifPresentOrElse(
            each -> refuse(name(event), each.reason(), each.message()), () -> checkSize(event));
  }

  private void checkSize(ListeningEvent event) {
    int bytes = eventCodec.encode(event).length;
    if (bytes > eventConfig.maxBytes()) {
      refuse(
          name(event),
          Reason.OVERSIZE,
          "Cannot use event: larger than %d bytes (%d)".formatted(eventConfig.maxBytes(), bytes));
    }
  }

  private void refuse(String where, Reason reason, String message) {
    refused.merge(reason.label(), 1L, Long::sum);
    if (problems.size() < most) {
      problems.add(new Problem(shortened(where), message, Remedies.of(reason)));
    }
  }

  /** An id may be what is too long. */
  private static String shortened(String where) {
    return where.length() <= MOST_CHARS ? where : where.substring(0, MOST_CHARS) + "...";
  }

  private static String name(ListeningEvent event) {
    return "event " + event.getEventId();
  }
}
