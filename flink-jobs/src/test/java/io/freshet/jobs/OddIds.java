package io.freshet.jobs;

import java.util.List;

/** Ids that are as good as any other and have broken systems before. */
final class OddIds {
  /** The longest id that is accepted by default, of characters of four bytes. */
  static final String LONGEST = "🎧".repeat(64);

  static final List<String> ALL =
      List.of(
          "🎧🎵",
          "\uD83D\uDC69\u200D\uD83D\uDE80",
          "שיר יפה",
          "\u202Eoverridden",
          "e\u0301",
          "\u00e9",
          "a/b//c",
          "..",
          "100%",
          "%2F",
          "?n=1&types=",
          "#top",
          "with blank",
          "two\nlines\r\n",
          "tab\tand nul\u0000",
          "\uFEFFbom\uFFFD",
          "\"quoted\\\"",
          "9007199254740993",
          "x".repeat(256),
          LONGEST);

  private OddIds() {}
}
