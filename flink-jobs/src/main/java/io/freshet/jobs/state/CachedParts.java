package io.freshet.jobs.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.state.ListState;
import org.jspecify.annotations.Nullable;

/** A parted value behind the cache: in the state backend a list of parts, oldest first. */
final class CachedParts<T> extends CachedState<T> implements PartedState<T> {
  private final ListState<byte[]> backing;
  private final PartsCodec<T> codec;

  CachedParts(CachedStates owner, ListState<byte[]> backing, PartsCodec<T> codec, int index) {
    super(owner, index);
    this.backing = backing;
    this.codec = codec;
  }

  @Override
  public T part() throws IOException {
    return content(held());
  }

  @Override
  public T whole() throws IOException {
    Held<T> held = held();
    if (!held.isWhole) {
      enter(held);
      @Nullable T value = stored();
      held.isStored = value != null;
      if (value != null) {
        if (held.value != null) {
          codec.addAll(value, held.value);
        }
        held.value = value;
        weigh(held);
      }
      held.isWhole = true;
    }
    return content(held);
  }

  @Override
  public void changed() throws IOException {
    Held<T> held = held();
    if (held.value != null && codec.isEmpty(held.value)) {
      held.value = null;
    }
    changed(held);
  }

  @Override
  public void clear() {
    try {
      Held<T> held = held();
      // Whether there is something in the state backend is not asked.
      held.isStored |= !held.isWhole;
      held.isWhole = true;
      held.value = null;
      changed(held);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  int weight(T value) {
    return codec.weight(value);
  }

  @Override
  void forgotten(T value) {
    codec.forgotten(value);
  }

  @Override
  void begin(Held<T> held) {
    held.isWhole = false;
  }

  @Override
  void write(Held<T> held) throws IOException {
    T value = held.value;
    if (held.isWhole) {
      if (value != null) {
        List<byte[]> only = List.of(codec.encode(value));
        ask(
            () -> {
              backing.update(only);
              return only;
            });
      } else if (held.isStored) {
        backing.clear();
      }
      held.isStored = value != null;
    } else if (value != null) {
      byte[] part = codec.encode(value);
      ask(
          () -> {
            backing.add(part);
            return part;
          });
      codec.forgotten(value);
      held.value = null;
      weigh(held);
    }
  }

  private T content(Held<T> held) {
    T value = held.value;
    if (value == null) {
      value = codec.empty();
      held.value = value;
    }
    return value;
  }

  private @Nullable T stored() throws IOException {
    @Nullable T all = null;
    for (byte[] part : ask(backing::get)) {
      T next = codec.decode(part);
      if (all == null) {
        all = next;
      } else {
        codec.addAll(all, next);
      }
    }
    return all;
  }

  private static <R> R ask(Callable<R> backend) throws IOException {
    try {
      return backend.call();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("Cannot reach the parts of a value in the state backend", e);
    }
  }
}
