package io.freshet.cli.cluster.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * What all faults did.
 *
 * @param events in the topic at the end
 * @param rows a row per fault, in order
 */
public record FaultReport(long events, List<FaultRow> rows) {
  public FaultReport {
    rows = List.copyOf(rows);
  }

  /** Whether nothing was lost by any of them. */
  public boolean isExact() {
    return rows.stream().allMatch(FaultRow::isExact);
  }

  /** As a table of Markdown. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| fault | lasted | recovered after | answers meanwhile | longest without | oldest said |"
            + " graph off by | embeddings off by |");
    lines.add("| --- | --- | --- | --- | --- | --- | --- | --- |");
    rows.forEach(row -> lines.add(row.line()));
    return lines;
  }
}
