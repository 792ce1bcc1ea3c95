package io.freshet.cli.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Arguments of the commands that run a cluster's servers.
 *
 * @param metrics of the other processes, which the ops page shows
 */
record ServerArguments(ClusterPorts ports, ClusterMetrics metrics) {
  /** The text encoder alone: there is no release yet when texts are encoded. */
  String[] encoder() {
    return inference(ports.encoderHttp(), ports.encoderGrpc()).toArray(String[]::new);
  }

  /**
   * The inference server.
   *
   * @param directory of all releases
   * @param releases those that have an embedding job
   */
  String[] inference(Path directory, Collection<String> releases) {
    List<String> arguments = inference(ports.inferenceHttp(), ports.inferenceGrpc());
    arguments.addAll(List.of("--releases", directory.toString()));
    for (String release : releases) {
      arguments.addAll(List.of("--release", directory.resolve(release).toString()));
    }
    return arguments.toArray(String[]::new);
  }

  private static List<String> inference(int http, int grpc) {
    return new ArrayList<>(
        List.of("serve", "inference", "--http-port", "" + http, "--grpc-port", "" + grpc));
  }

  /** The retrieval server, which reads the metrics of every other process for the ops page. */
  String[] retrieval(String kafka) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "serve",
                "retrieval",
                "--bootstrap-servers",
                kafka,
                "--port",
                "" + ports.retrieval()));
    metrics
        .ofOthers()
        .forEach(
            (name, address) -> {
              arguments.add("--scrape");
              arguments.add("%s=http://%s/metrics".formatted(name, address));
            });
    return arguments.toArray(String[]::new);
  }
}
