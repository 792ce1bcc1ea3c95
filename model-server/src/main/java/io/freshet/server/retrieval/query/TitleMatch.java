package io.freshet.server.retrieval.query;

import java.util.List;

/** How well titles match a text, without making new strings of them. Immutable. */
final class TitleMatch {
  /** Does not match. */
  static final int NONE = Integer.MAX_VALUE;

  private static final int ID = 0;
  private static final int WHOLE = 1;
  private static final int BEGINNING = 2;
  private static final int WORDS = 3;
  private static final int WITHIN = 4;

  private final String text;
  private final List<String> words;

  TitleMatch(String text) {
    this.text = text.strip();
    this.words = List.of(this.text.split("\\s+", -1));
  }

  /** Smaller is better; {@link #NONE} when some word is not in the title. */
  int rank(String id, String title) {
    if (id.equals(text)) {
      return ID;
    }
    if (title.regionMatches(true, 0, text, 0, text.length())) {
      return title.length() == text.length() ? WHOLE : BEGINNING;
    }
    int rank = WORDS;
    for (String word : words) {
      switch (place(title, word)) {
        case NONE -> {
          return NONE;
        }
        case WITHIN -> rank = WITHIN;
        default -> {}
      }
    }
    return rank;
  }

  /** {@link #WORDS} where a word of the title begins with it, else {@link #WITHIN}. */
  private static int place(String title, String word) {
    int place = NONE;
    for (int at = 0; at <= title.length() - word.length(); at++) {
      if (title.regionMatches(true, at, word, 0, word.length())) {
        if (at == 0 || !Character.isLetterOrDigit(title.charAt(at - 1))) {
          return WORDS;
        }
        place = WITHIN;
      }
    }
    return place;
  }
}
