package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

/**
 * The audit of a root wants to know what an item's inputs are as of a round.
 *
 * @param item the item asked about
 * @param root the item that is audited
 * @param round the round, which is closed when the question is answered
 */
public record AuditQuestion(String item, String root, long round) {
  public AuditQuestion {
    requireNonNull(item, "item is null");
    requireNonNull(root, "root is null");
  }
}
