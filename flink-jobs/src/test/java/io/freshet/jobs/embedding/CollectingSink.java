package io.freshet.jobs.embedding;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Puts what arrives into a {@link Gate}: at once, and as of the checkpoints that hold.
 *
 * @param <T> what arrives
 */
public final class CollectingSink<T> implements Sink<T>, SupportsWriterState<T, String> {
  private static final long serialVersionUID = 1;

  private final String gate;
  private final String name;

  public CollectingSink(String gate, String name) {
    this.gate = gate;
    this.name = name;
  }

  @Override
  public StatefulSinkWriter<T, String> createWriter(WriterInitContext context) {
    Gate.of(gate).segments(name).rewind(context.getRestoredCheckpointId().orElse(-1));
    return new Writer<>(Gate.of(gate), name, new ArrayList<>());
  }

  @Override
  public StatefulSinkWriter<T, String> restoreWriter(
      WriterInitContext context, Collection<String> states) {
    return createWriter(context);
  }

  @Override
  public SimpleVersionedSerializer<String> getWriterStateSerializer() {
    return new ScriptSource.Serializer<>(text -> text, text -> text);
  }

  private record Writer<T>(Gate gate, String name, List<Object> open)
      implements StatefulSinkWriter<T, String> {
    @Override
    public void write(T element, Context context) {
      open.add(element);
      gate.collect(name, element);
    }

    @Override
    public void flush(boolean endOfInput) {
      if (endOfInput) {
        seal(Segments.END);
      }
    }

    @Override
    public List<String> snapshotState(long checkpoint) {
      seal(checkpoint);
      return List.of();
    }

    private void seal(long checkpoint) {
      gate.segments(name).seal(checkpoint, open);
      open.clear();
    }

    @Override
    public void close() throws IOException {}
  }
}
