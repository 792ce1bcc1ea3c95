package io.freshet.cli.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The jar with the mains of the jobs, which the build makes. */
public final class JobJar {
  private JobJar() {}

  /**
   * The jar of a checkout.
   *
   * @param root of the checkout
   * @throws IllegalStateException when it has not been built
   */
  public static Path in(Path root) throws IOException {
    Path target = root.resolve("flink-jobs/target");
    if (Files.isDirectory(target)) {
      try (Stream<Path> files = Files.list(target)) {
        Optional<Path> jar = files.filter(file -> file.toString().endsWith("-job.jar")).findAny();
        if (jar.isPresent()) {
          return jar.get();
        }
      }
    }
    throw new IllegalStateException(
        "Cannot find the jar of the jobs: build it with ./mvnw package -DskipTests (%s)"
            .formatted(target));
  }
}
