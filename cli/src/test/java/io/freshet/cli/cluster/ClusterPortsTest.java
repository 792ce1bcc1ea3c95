package io.freshet.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterPortsTest {
  @Test
  void portsAreChosenOnceAndWhereNoConnectionCanBe(@TempDir Path directory) throws Exception {
    assertThat(ClusterPorts.areIn(directory)).isFalse();
    ClusterPorts ports = ClusterPorts.of(directory);
    assertThat(ClusterPorts.areIn(directory)).isTrue();
    assertThat(ClusterPorts.of(directory)).isEqualTo(ports);
    String[] connections =
        Files.readAllLines(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))
            .get(0)
            .strip()
            .split("\\s+", -1);
    assertThat(
            List.of(
                ports.flinkRest(),
                ports.flinkRpc(),
                ports.encoderHttp(),
                ports.encoderGrpc(),
                ports.inferenceHttp(),
                ports.inferenceGrpc(),
                ports.retrieval(),
                ports.flinkMetrics(0),
                ports.flinkMetrics(4)))
        .doesNotHaveDuplicates()
        .doesNotContain(0)
        .allMatch(
            port ->
                port < Integer.parseInt(connections[0]) || port > Integer.parseInt(connections[1]));
  }

  @Test
  void aDirectoryFromBeforeMetricsHadPortsIsRead(@TempDir Path directory) throws Exception {
    Files.writeString(
        directory.resolve("ports.json"),
        """
        {"flinkRest":1,"flinkRpc":2,"encoderHttp":3,"encoderGrpc":4,"inferenceHttp":5,
         "inferenceGrpc":6,"retrieval":7}
        """);
    assertThat(ClusterPorts.of(directory).retrieval()).isEqualTo(7);
    assertThat(ClusterPorts.of(directory).flinkMetrics(0)).isZero();
  }
}
