package io.freshet.cli.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the processes of a cluster show their metrics, as host and port.
 *
 * @param taskManagers how many there are; of those beyond what the ports know, none are known
 */
record ClusterMetrics(ClusterPorts ports, int taskManagers) {
  /** Of all but the retrieval server, which asks for them, by name. */
  Map<String, String> ofOthers() {
    Map<String, String> addresses = new LinkedHashMap<>();
    addresses.put("encoder", local(ports.encoderHttp()));
    addresses.put("inference", local(ports.inferenceHttp()));
    addresses.putAll(flink());
    return addresses;
  }

  /** Of all, by the scrape jobs of the configuration that we ship. */
  Map<String, List<String>> byScrapeJob() {
    return Map.of(
        "flink",
        List.copyOf(flink().values()),
        "inference",
        List.of(local(ports.encoderHttp()), local(ports.inferenceHttp())),
        "retrieval",
        List.of(local(ports.retrieval())));
  }

  private Map<String, String> flink() {
    Map<String, String> addresses = new LinkedHashMap<>();
    for (int process = 0; process <= taskManagers; process++) {
      int port = ports.flinkMetrics(process);
      if (port > 0) {
        addresses.put(process == 0 ? "jobmanager" : "taskmanager-" + process, local(port));
      }
    }
    return addresses;
  }

  private static String local(int port) {
    return "127.0.0.1:" + port;
  }
}
