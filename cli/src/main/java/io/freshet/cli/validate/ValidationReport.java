package io.freshet.cli.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is in recorded data, and what is wrong with it.
 *
 * @param first time of the oldest event; empty without events
 * @param last time of the newest
 * @param item_types items of the catalog by type
 * @param bad_lines lines that the format's reader cannot use
 * @param refused items and events that a job would refuse, by reason
 * @param repeated_ids events whose id came before: the job drops them
 * @param unknown_items events about items that the catalog does not have: those get no text vector
 * @param problems the first bad lines and refused records
 */
public record ValidationReport(
    long items,
    long events,
    long users,
    String first,
    String last,
    Map<String, Long> item_types,
    long bad_lines,
    Map<String, Long> refused,
    long repeated_ids,
    long unknown_items,
    List<Problem> problems) {
  public ValidationReport {
    item_types = new TreeMap<>(item_types);
    refused = new TreeMap<>(refused);
    problems = List.copyOf(problems);
  }

  /** Whether all of it can be used. */
  public boolean isGood() {
    return bad_lines == 0 && refused.isEmpty() && events > 0;
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("%,d items %s".formatted(items, item_types));
    lines.add("%,d events of %,d users, %s to %s".formatted(events, users, first, last));
    lines.add("%,d bad lines; refused by the jobs: %s".formatted(bad_lines, refused));
    if (repeated_ids > 0) {
      lines.add("note  %,d events repeat an id and will be dropped".formatted(repeated_ids));
    }
    if (unknown_items > 0) {
      lines.add("note  %,d events name items that the catalog lacks".formatted(unknown_items));
    }
    if (events == 0) {
      lines.add("FAIL  there are no events");
    }
    for (Problem problem : problems) {
      lines.add("FAIL  %s: %s".formatted(problem.where(), problem.why()));
      lines.add("      " + problem.remedy());
    }
    return lines;
  }
}
