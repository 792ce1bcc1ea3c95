package io.freshet.server.evaluation.replay;

/** What a user had to do with an item before the session in which it is to be foreseen. */
public enum Familiarity {
  /** Nothing. */
  NEW("new to the user"),
  /** Met from the split on: only what is kept fresh can know. */
  MET_SINCE("met since the split"),
  /** Had before the split. */
  HAD_BEFORE("had before the split");

  private final String label;

  Familiarity(String label) {
    this.label = label;
  }

  /** As it is called in tables. */
  public String label() {
    return label;
  }
}
