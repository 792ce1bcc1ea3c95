package io.freshet.cli.state;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;

/** Names of an operator's states, from the head of each file that holds some. */
final class StateNames {
  private static final String UNREADABLE = "unreadable";

  /** What Flink puts before the name of timers, those of both clocks. */
  private static final Pattern TIMERS = Pattern.compile("^_timer_state/(event|processing)_");

  private StateNames() {}

  static List<String> of(OperatorState operator) {
    Set<String> names = new TreeSet<>();
    for (OperatorSubtaskState subtask : operator.getStates()) {
      for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
        names.addAll(handle.getStateNameToPartitionOffsets().keySet());
      }
      for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
        names.addAll(keyed(handle));
      }
    }
    // How a wrapped Kafka source and the like keep theirs; every one has it.
    names.remove("_default_");
    return List.copyOf(names);
  }

  private static List<String> keyed(KeyedStateHandle handle) {
    if (handle instanceof IncrementalKeyedStateHandle incremental) {
      return names(incremental.getMetaDataStateHandle());
    }
    return handle instanceof KeyGroupsStateHandle whole ? names(whole) : List.of(UNREADABLE);
  }

  /** Of the file's head; a file that is gone or unreadable does not hide the rest. */
  private static List<String> names(StreamStateHandle file) {
    try (DataInputViewStreamWrapper in = new DataInputViewStreamWrapper(file.openInputStream())) {
      KeyedBackendSerializationProxy<?> head =
          new KeyedBackendSerializationProxy<>(StateNames.class.getClassLoader());
      head.read(in);
      return head.getStateMetaInfoSnapshots().stream()
          .map(state -> TIMERS.matcher(state.getName()).replaceFirst("timers "))
          .distinct()
          .toList();
    } catch (IOException e) {
      return List.of(UNREADABLE);
    }
  }
}
