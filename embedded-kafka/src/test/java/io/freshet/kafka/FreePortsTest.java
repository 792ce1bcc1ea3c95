package io.freshet.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FreePortsTest {
  private static final int SEED = 7;

  @Test
  void portsAreOutsideTheRangeOfConnections() throws Exception {
    String[] range =
        Files.readAllLines(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))
            .get(0)
            .strip()
            .split("\\s+", -1);
    int first = Integer.parseInt(range[0]);
    int last = Integer.parseInt(range[1]);
    assertThat(FreePorts.find(SEED, 12))
        .hasSize(12)
        .doesNotHaveDuplicates()
        .allMatch(port -> port >= 10_000 && (port < first || port > last));
  }

  @Test
  void aPortThatIsTakenIsPassedOver() throws Exception {
    try (ServerSocketChannel taken = FreePorts.bind(SEED)) {
      assertThat(FreePorts.find(SEED, 3)).doesNotContain(taken.socket().getLocalPort());
    }
  }

  @Test
  void theCandidatesAreWhatTheRangeLeaves() {
    assertThat(FreePorts.outside(32_768, 60_999))
        .contains(10_000, 32_767, 61_000, 65_535)
        .doesNotContain(9_999, 32_768, 60_999);
    assertThat(FreePorts.outside(1_024, 65_535)).isEmpty();
    assertThat(FreePorts.outside(1_024, 20_000)).startsWith(20_001);
  }

  @Test
  void anySeedWillDo() throws Exception {
    for (int seed : List.of(Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE)) {
      assertThat(FreePorts.find(seed, 2)).doesNotHaveDuplicates().allMatch(port -> port > 0);
    }
  }
}
