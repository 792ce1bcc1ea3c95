package io.freshet.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterReleasesTest {
  @Test
  void whatARolloutAddsStaysAndWhatItRetiresDoesNotComeBack(@TempDir Path directory)
      throws Exception {
    assertThat(ClusterReleases.in(directory).all()).containsOnlyKeys("first");
    ClusterReleases.in(directory).add("second", Map.of("job.parallelism", "1"));
    assertThat(ClusterReleases.in(directory).all())
        .containsExactly(
            Map.entry("first", Map.of()), Map.entry("second", Map.of("job.parallelism", "1")));
    ClusterReleases.in(directory).remove("first");
    assertThat(ClusterReleases.in(directory).all()).containsOnlyKeys("second");
  }
}
