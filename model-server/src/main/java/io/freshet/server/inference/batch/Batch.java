package io.freshet.server.inference.batch;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The columns of a request or of an answer.
 *
 * @param rows number of rows
 * @param columns by tensor name
 */
public record Batch(int rows, Map<String, Column> columns) {
  public Batch {
    columns = Map.copyOf(columns);
  }

  /** The vectors of that name. */
  public Column.Vectors vectors(String name) {
    return (Column.Vectors) column(name);
  }

  /** The texts of that name. */
  public List<String> texts(String name) {
    return ((Column.Texts) column(name)).values();
  }

  /** The row numbers of that name; callers must not change them. */
  public int[] rowNumbers(String name) {
    return ((Column.RowNumbers) column(name)).values();
  }

  /** The flags of that name. */
  public Column.Flags flags(String name) {
    return (Column.Flags) column(name);
  }

  /** The column of that name. */
  public Column column(String name) {
    return requireNonNull(columns.get(name), name);
  }

  /** One batch of the rows of several, in order; the row numbers of aggregates are shifted. */
  static Batch merge(List<TensorSpec> specs, List<Batch> batches) {
    if (batches.size() == 1) {
      return batches.get(0);
    }
    int[] offsets = new int[batches.size() + 1];
    for (int i = 0; i < batches.size(); i++) {
      offsets[i + 1] = offsets[i] + batches.get(i).rows();
    }
    Map<String, Column> merged = new LinkedHashMap<>();
    for (TensorSpec spec : specs) {
      List<Column> parts = new ArrayList<>();
      for (int i = 0; i < batches.size(); i++) {
        Column part = batches.get(i).column(spec.name());
        parts.add(
            spec.axis() == Axis.AGGREGATE_ROW
                ? ((Column.RowNumbers) part).shifted(offsets[i])
                : part);
      }
      merged.put(spec.name(), parts.get(0).concat(parts.subList(1, parts.size())));
    }
    return new Batch(offsets[batches.size()], merged);
  }

  /** Rows from (inclusive) to (exclusive), with the aggregates that belong to them. */
  Batch slice(List<TensorSpec> specs, int from, int to) {
    if (from == 0 && to == rows) {
      return this;
    }
    int[] rowPositions = IntStream.range(from, to).toArray();
    Function<TensorSpec, int[]> positions = spec -> rowPositions;
    for (TensorSpec spec : specs) {
      if (spec.axis() == Axis.AGGREGATE_ROW) {
        int[] numbers = rowNumbers(spec.name());
        int[] inside =
            IntStream.range(0, numbers.length)
                .filter(i -> numbers[i] >= from && numbers[i] < to)
                .toArray();
        positions = other -> other.axis() == Axis.ROW ? rowPositions : inside;
      }
    }
    Map<String, Column> sliced = new LinkedHashMap<>();
    for (TensorSpec spec : specs) {
      Column part = column(spec.name()).select(positions.apply(spec));
      sliced.put(
          spec.name(),
          spec.axis() == Axis.AGGREGATE_ROW ? ((Column.RowNumbers) part).shifted(-from) : part);
    }
    return new Batch(to - from, sliced);
  }
}
