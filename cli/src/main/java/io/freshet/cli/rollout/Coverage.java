package io.freshet.cli.rollout;

/**
 * How much of the catalogue a release's embeddings cover.
 *
 * @param wanted items that the catalogue shows and that have features of the release's encoder
 * @param covered those of them that have an embedding
 */
public record Coverage(int wanted, int covered) {
  private static final double ENOUGH = 0.999;

  /** Whether at least 99.9 % are covered, or all but one. */
  public boolean isComplete() {
    return wanted > 0 && (wanted - covered <= 1 || covered >= ENOUGH * wanted);
  }
}
