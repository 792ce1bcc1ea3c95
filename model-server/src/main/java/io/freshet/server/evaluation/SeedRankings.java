package io.freshet.server.evaluation;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * How a contender ranked with one seed. Immutable.
 *
 * @param warm among the warm items
 * @param cold of cold items among all
 */
record SeedRankings(Ranking warm, Ranking cold) {
  static SeedRankings read(DataInputStream in) throws IOException {
    return new SeedRankings(Ranking.read(in), Ranking.read(in));
  }

  void write(DataOutputStream out) throws IOException {
    warm.write(out);
    cold.write(out);
  }
}
