package io.freshet.server.inference.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Values of one tensor, cut along its first axis. The arrays are never changed after construction.
 */
public sealed interface Column {
  /** Length of the first axis. */
  int count();

  /** Type of the elements. */
  Datatype datatype();

  /** Length of the second axis, 0 when there is none. */
  default int width() {
    return 0;
  }

  /** The values at those positions, in that order. */
  Column select(int[] positions);

  /** This column followed by others of the same type and width. */
  Column concat(List<Column> others);

  /**
   * Vectors, row-major.
   *
   * @param width length of a vector, at least 1
   * @param values count * width floats
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and boxing would cost the batch
  record Vectors(@Override int width, float[] values) implements Column {
    public Vectors {
      if (width < 1 || values.length % width != 0) {
        throw new IllegalArgumentException(
            "Cannot make vectors: %d values are no multiple of the width (%d)"
                .formatted(values.length, width));
      }
    }

    @Override
    public int count() {
      return values.length / width;
    }

    @Override
    public Datatype datatype() {
      return Datatype.FP32;
    }

    @Override
    public Vectors select(int[] positions) {
      float[] selected = new float[positions.length * width];
      for (int i = 0; i < positions.length; i++) {
        System.arraycopy(values, positions[i] * width, selected, i * width, width);
      }
      return new Vectors(width, selected);
    }

    @Override
    public Vectors concat(List<Column> others) {
      int length = values.length;
      for (Column other : others) {
        length += ((Vectors) other).values.length;
      }
      float[] joined = Arrays.copyOf(values, length);
      int end = values.length;
      for (Column other : others) {
        float[] next = ((Vectors) other).values;
        System.arraycopy(next, 0, joined, end, next.length);
        end += next.length;
      }
      return new Vectors(width, joined);
    }
  }

  /**
   * Row numbers.
   *
   * @param values one per aggregate
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and boxing would cost the batch
  record RowNumbers(int[] values) implements Column {
    @Override
    public int count() {
      return values.length;
    }

    @Override
    public Datatype datatype() {
      return Datatype.INT32;
    }

    @Override
    public RowNumbers select(int[] positions) {
      return new RowNumbers(Arrays.stream(positions).map(position -> values[position]).toArray());
    }

    @Override
    public RowNumbers concat(List<Column> others) {
      List<int[]> parts = new ArrayList<>(List.of(values));
      others.forEach(other -> parts.add(((RowNumbers) other).values));
      return new RowNumbers(parts.stream().flatMapToInt(Arrays::stream).toArray());
    }

    /** The same rows, further down by an offset. */
    RowNumbers shifted(int offset) {
      return new RowNumbers(Arrays.stream(values).map(row -> row + offset).toArray());
    }
  }

  /**
   * Texts.
   *
   * @param values one per row or aggregate
   */
  record Texts(List<String> values) implements Column {
    public Texts {
      values = List.copyOf(values);
    }

    @Override
    public int count() {
      return values.size();
    }

    @Override
    public Datatype datatype() {
      return Datatype.BYTES;
    }

    @Override
    public Texts select(int[] positions) {
      return new Texts(Arrays.stream(positions).mapToObj(values::get).toList());
    }

    @Override
    public Texts concat(List<Column> others) {
      List<String> joined = new ArrayList<>(values);
      others.forEach(other -> joined.addAll(((Texts) other).values));
      return new Texts(joined);
    }
  }

  /**
   * Flags.
   *
   * @param values one per row
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and boxing would cost the batch
  record Flags(boolean[] values) implements Column {
    @Override
    public int count() {
      return values.length;
    }

    @Override
    public Datatype datatype() {
      return Datatype.BOOL;
    }

    /** How many are not set. */
    public int unset() {
      int unset = 0;
      for (boolean value : values) {
        unset += value ? 0 : 1;
      }
      return unset;
    }

    @Override
    public Flags select(int[] positions) {
      boolean[] selected = new boolean[positions.length];
      for (int i = 0; i < positions.length; i++) {
        selected[i] = values[positions[i]];
      }
      return new Flags(selected);
    }

    @Override
    public Flags concat(List<Column> others) {
      int length = values.length + others.stream().mapToInt(Column::count).sum();
      boolean[] joined = Arrays.copyOf(values, length);
      int end = values.length;
      for (Column other : others) {
        System.arraycopy(((Flags) other).values, 0, joined, end, other.count());
        end += other.count();
      }
      return new Flags(joined);
    }
  }
}
