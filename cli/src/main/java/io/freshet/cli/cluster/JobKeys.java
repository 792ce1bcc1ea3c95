package io.freshet.cli.cluster;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Configuration of a cluster's jobs, as their {@code --key value}.
 *
 * @param kafka address of the broker
 */
record JobKeys(String kafka, ClusterPorts ports) {
  static final int PARTITIONS = 4;
  private static final int PARALLELISM = 2;

  /**
   * The interaction graph job.
   *
   * @param others keys that this cluster sets beside
   */
  Map<String, String> graph(Map<String, String> others) {
    Map<String, String> keys = ofAll();
    keys.putAll(others);
    return keys;
  }

  /** The catalog feature job. */
  Map<String, String> features() {
    return inference(ports.encoderGrpc());
  }

  /**
   * The embedding job of a release.
   *
   * @param others keys that its rollout set beside
   */
  Map<String, String> embedding(String release, Map<String, String> others) {
    Map<String, String> keys = inference(ports.inferenceGrpc());
    keys.put("embedding.release", release);
    keys.put("job.checkpoint-interval", "10 s");
    keys.putAll(others);
    return keys;
  }

  private Map<String, String> ofAll() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("kafka.bootstrap-servers", kafka);
    keys.put("topics.partitions", Integer.toString(PARTITIONS));
    keys.put("job.parallelism", Integer.toString(PARALLELISM));
    return keys;
  }

  private Map<String, String> inference(int port) {
    Map<String, String> keys = ofAll();
    keys.put("inference.target", "127.0.0.1:" + port);
    return keys;
  }
}
