package io.freshet.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;

final class PackedNeighborhoodTest {
  @Test
  void unpackedIsWhatWasPacked() {
    List<NeighborShare> neighbors =
        List.of(
            new NeighborShare("a", "track", .25f),
            new NeighborShare("ünï 🎧", "other type", .75f),
            new NeighborShare("a", "album", 1));
    PackedNeighborhood packed =
        PackedNeighborhood.of(new NeighborhoodUpdate("i", neighbors, false, 7, 3, 1));

    assertThat(packed.unpacked()).isEqualTo(neighbors);
    assertThat(packed.item()).isEqualTo("i");
    assertThat(packed.version()).isEqualTo(7);
    assertThat(packed.round()).isEqualTo(3);
    assertThat(packed.removed()).isFalse();
  }

  @Test
  void noNeighborsAndARemovalAreEmpty() {
    assertThat(
            PackedNeighborhood.of(new NeighborhoodUpdate("i", List.of(), false, 7, 3, 1))
                .unpacked())
        .isEmpty();
    PackedNeighborhood removed = PackedNeighborhood.of(NeighborhoodUpdate.removal("i", 8, 4, 1));
    assertThat(removed.removed()).isTrue();
    assertThat(removed.unpacked()).isEmpty();
  }

  @Test
  void travelsWithoutKryo() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(PackedNeighborhood.class);
  }
}
