package io.freshet.kafka;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Settings of a one-node broker that must start fast and stay small. */
final class BrokerSettings {
  static final int NODE = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("process.roles", "broker,controller"),
          Map.entry("node.id", Integer.toString(NODE)),
          Map.entry("controller.listener.names", CONTROLLER_LISTENER),
          Map.entry("inter.broker.listener.name", "BROKER"),
          Map.entry("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
          Map.entry("auto.create.topics.enable", "false"),
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("transaction.state.log.num.partitions", "1"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          // Flink's exactly-once sink asks for an hour; the broker's default is 15 minutes.
          Map.entry("transaction.max.timeout.ms", "3600000"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          // Age counts from a record's own time: what is dated back would be gone 30 s after the
          // start.
          Map.entry("log.retention.ms", "-1"),
          // The defaults are for a machine of its own: 128 MiB for the cleaner, 3 + 8 + 10 threads.
          Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20)),
          Map.entry("log.cleaner.io.buffer.size", Integer.toString(256 << 10)),
          Map.entry("num.network.threads", "2"),
          Map.entry("num.io.threads", "4"),
          Map.entry("background.threads", "2"),
          Map.entry("log.segment.bytes", Integer.toString(64 << 20)),
          Map.entry("log.index.size.max.bytes", Integer.toString(1 << 20)));

  private BrokerSettings() {}

  static Map<String, String> of(Path logs, BrokerSockets sockets) {
    String broker = BrokerSockets.HOST + ":" + sockets.brokerPort();
    String controller = BrokerSockets.HOST + ":" + sockets.controllerPort();
    Map<String, String> settings = new HashMap<>(FIXED);
    settings.put("log.dirs", logs.toString());
    settings.put("listeners", "BROKER://%s,CONTROLLER://%s".formatted(broker, controller));
    settings.put("advertised.listeners", "BROKER://" + broker);
    settings.put("controller.quorum.voters", NODE + "@" + controller);
    return settings;
  }
}
