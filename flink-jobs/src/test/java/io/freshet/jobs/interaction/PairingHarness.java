package io.freshet.jobs.interaction;

import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.jobs.backlog.LiveHarness;
import io.freshet.jobs.record.CheckedEvent;
import io.freshet.jobs.record.EdgeUpdate;
import io.freshet.jobs.record.EdgeUpdates;
import io.freshet.jobs.record.UserErasure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** The pairing operator on its own, keyed by user. */
@SuppressWarnings("try") // closes with any exception, interruption too
final class PairingHarness extends LiveHarness<String, CheckedEvent, UserErasure, EdgeUpdates> {
  PairingHarness(InteractionConfig config) throws Exception {
    super(
        new PairingOperator(config, "user-histories"),
        CheckedEvent::userId,
        UserErasure::userId,
        Types.STRING);
  }

  static PairingHarness opened(InteractionConfig config) throws Exception {
    PairingHarness harness = new PairingHarness(config);
    harness.open();
    return harness;
  }

  /** The defaults, with two cached entries so that state is decoded all the time, and changes. */
  static InteractionConfig config(String... keysAndValues) {
    Map<String, String> values = new HashMap<>(Map.of("interaction.cache-entries", "2"));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put("interaction." + keysAndValues[i], keysAndValues[i + 1]);
    }
    return InteractionGraphConfig.from(values).interaction();
  }

  void process(CheckedEvent event) throws Exception {
    processElement1(event, 0);
  }

  /** The edge updates so far. */
  static List<EdgeUpdate> updates(LiveHarness<?, ?, ?, EdgeUpdates> harness) {
    return harness.extractOutputValues().stream()
        .flatMap(updates -> updates.updates().stream())
        .toList();
  }

  /** Hands on the edge updates so far and drops all output. */
  void drain(Consumer<EdgeUpdate> out) {
    updates(this).forEach(out);
    getOutput().clear();
    for (OutputTag<?> tag : List.of(Interactions.INTERACTIONS, Interactions.HISTORIES)) {
      @Nullable Queue<?> side = getSideOutput(tag);
      if (side != null) {
        side.clear();
      }
    }
  }

  <T> List<T> side(OutputTag<T> tag) {
    @Nullable Queue<StreamRecord<T>> output = getSideOutput(tag);
    return output == null ? List.of() : output.stream().map(StreamRecord::getValue).toList();
  }
}
