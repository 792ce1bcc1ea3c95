package io.freshet.server.evaluation.replay;

import static java.util.Objects.requireNonNull;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What came of an arm.
 *
 * @param arm which
 * @param ranks rank of each target among all items that its user did not have, from 1
 * @param refreshes how often embeddings were refreshed after the split
 * @param embedded mean share of the items that a refresh embedded again; NaN where unknown
 * @param sent mean share of the items whose vector a refresh sent; NaN where unknown
 */
@SuppressWarnings("ArrayRecordComponent") // a primitive column; never compared
public record ArmOutcome(Arm arm, int[] ranks, int refreshes, double embedded, double sent) {
  public ArmOutcome {
    requireNonNull(arm, "arm is null");
  }

  static ArmOutcome read(Arm arm, DataInputStream in) throws IOException {
    int[] ranks = new int[in.readInt()];
    for (int target = 0; target < ranks.length; target++) {
      ranks[target] = in.readInt();
    }
    return new ArmOutcome(arm, ranks, in.readInt(), in.readDouble(), in.readDouble());
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(ranks.length);
    for (int rank : ranks) {
      out.writeInt(rank);
    }
    out.writeInt(refreshes);
    out.writeDouble(embedded);
    out.writeDouble(sent);
  }
}
