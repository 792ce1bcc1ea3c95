package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;

/**
 * What is audited how often.
 *
 * @param items items that each subtask draws per interval; 0 for no audit
 * @param interval time between two draws; a draw happens with the first round that ends after it
 * @param panel one item in so many belongs to the panel from which is drawn: more need less state
 * @param seed of the panel and of the draws
 */
public record AuditSettings(int items, Duration interval, int panel, int seed)
    implements Serializable {
  private static final int MIXER = 0x9E3779B9;

  public AuditSettings {
    requireNonNull(interval, "interval is null");
    check("items", items >= 0, "0 or more", items);
    check("interval", interval.toMillis() >= 1, "at least 1 ms", interval);
    check("panel", panel >= 1, "at least 1", panel);
  }

  /** 32 items a minute and subtask, from a panel of one item in 16. */
  public static AuditSettings defaults() {
    return new AuditSettings(32, Duration.ofMinutes(1), 16, 1);
  }

  boolean isOn() {
    return items > 0;
  }

  /** Names the panel, and how what it knows is kept: another one knows other items. */
  String panelName() {
    return isOn() ? seed + "/" + panel + "/packed" : "none";
  }

  boolean isInPanel(String item) {
    return isOn() && Math.floorMod(hash(item, 0), panel) == 0;
  }

  /** Whether an interval ended between two ends of rounds. */
  boolean isDue(long before, long now) {
    return Math.floorDiv(before, interval.toMillis()) != Math.floorDiv(now, interval.toMillis());
  }

  /** Place of an item among those that may be drawn in a round: the least are. */
  int place(String item, long round) {
    return hash(item, round);
  }

  private int hash(String item, long round) {
    int hash = (item.hashCode() ^ Long.hashCode(seed * 31L + round)) * MIXER;
    hash = (hash ^ hash >>> 15) * MIXER;
    return hash ^ hash >>> 13;
  }

  private static void check(String what, boolean isRight, String rule, Object value) {
    if (!isRight) {
      throw new IllegalArgumentException(
          "Cannot configure the audit: %s must be %s (%s)".formatted(what, rule, value));
    }
  }
}
