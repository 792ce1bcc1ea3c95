package io.freshet.jobs.state;

import java.io.IOException;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/** A value kept as bytes of its own format. */
final class CodedState<T> implements ValueState<T> {
  private final ValueState<byte[]> bytes;
  private final StateCodec<T> codec;

  CodedState(ValueState<byte[]> bytes, StateCodec<T> codec) {
    this.bytes = bytes;
    this.codec = codec;
  }

  @Override
  @SuppressWarnings("NullAway") // Flink's interface says null for nothing without saying so
  public @Nullable T value() throws IOException {
    byte[] read = bytes.value();
    return read == null ? null : codec.decode(read);
  }

  @Override
  public void update(T value) throws IOException {
    bytes.update(codec.encode(value));
  }

  @Override
  public void clear() {
    bytes.clear();
  }
}
