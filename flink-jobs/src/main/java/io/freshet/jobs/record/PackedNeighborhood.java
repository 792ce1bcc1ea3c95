package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A neighborhood whose neighbors are bytes: for those that send and keep all of them and read few.
 *
 * @param item id of the item
 * @param neighbors how many there are, and then each one's id, relation type and share; no bytes
 *     when removed
 * @param removed whether the neighborhood is gone
 * @param version grows with every record of the item
 * @param round round the record was read in
 */
@SuppressWarnings("ArrayRecordComponent") // never changed after construction, never compared
public record PackedNeighborhood(
    String item, byte[] neighbors, boolean removed, long version, long round) {
  private static final byte[] NONE = {};
  private static final int BYTES_OF_ONE = 32;

  public PackedNeighborhood {
    requireNonNull(item, "item is null");
    requireNonNull(neighbors, "neighbors is null");
  }

  /** Packs what a record says. */
  public static PackedNeighborhood of(NeighborhoodUpdate update) {
    return new PackedNeighborhood(
        update.item(),
        update.removed() ? NONE : packed(update.neighbors()),
        update.removed(),
        update.version(),
        update.round());
  }

  /** All its neighbors, as they were packed. */
  public List<NeighborShare> unpacked() {
    if (neighbors.length == 0) {
      return List.of();
    }
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(neighbors));
      int size = in.readInt();
      List<NeighborShare> unpacked = new ArrayList<>(size);
      for (int index = 0; index < size; index++) {
        unpacked.add(new NeighborShare(in.readUTF(), in.readUTF(), in.readFloat()));
      }
      return unpacked;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack the neighborhood of %s".formatted(item), e);
    }
  }

  private static byte[] packed(List<NeighborShare> neighbors) {
    try {
      ByteArrayOutputStream bytes =
          new ByteArrayOutputStream(Integer.BYTES + BYTES_OF_ONE * neighbors.size());
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(neighbors.size());
      for (NeighborShare neighbor : neighbors) {
        out.writeUTF(neighbor.source());
        out.writeUTF(neighbor.relationType());
        out.writeFloat(neighbor.share());
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot pack a neighborhood", e);
    }
  }
}
