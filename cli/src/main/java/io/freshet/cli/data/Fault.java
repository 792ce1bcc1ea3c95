package io.freshet.cli.data;

/** What is wrong with a line that cannot be used, and what to do about it. */
public enum Fault {
  FIELDS("Every line needs as many fields as its format has; a separator inside a text must go."),
  NUMBER("Write digits only: no units, no thousands separators, no decimals."),
  TIME(
      "Write an instant such as 2026-03-01T12:00:00Z, or milliseconds since 1970; the time of seconds"
          + " times 1000."),
  MISSING("Fill the column in, or leave the line out."),
  SIGNAL("Use one of STREAM, COMPLETE, SKIP, LIKE, FOLLOW, SAVE, PREVIEW, INTENT."),
  JSON("Write one complete JSON object per line, in UTF-8."),
  TWICE("Keep one line per id: the first counts."),
  UNKNOWN_ITEM("Add the item to the catalog file, or leave the line out."),
  DOMAIN("Use domain 0 (food) or 1 (kitchen).");

  private final String remedy;

  Fault(String remedy) {
    this.remedy = remedy;
  }

  /** What to do. */
  public String remedy() {
    return remedy;
  }
}
