package io.freshet.jobs.embedding;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Puts what arrives into a {@link Gate}.
 *
 * @param <T> what arrives
 */
public final class CollectingSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1;

  private final String gate;
  private final String name;

  public CollectingSink(String gate, String name) {
    this.gate = gate;
    this.name = name;
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    return new Writer<>(Gate.of(gate), name);
  }

  private record Writer<T>(Gate gate, String name) implements SinkWriter<T> {
    @Override
    public void write(T element, Context context) {
      gate.collect(name, element);
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() {}
  }
}
