package io.freshet.server.inference.batch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model takes and answers. At most one input counts as {@link Axis#AGGREGATE_ROW}; outputs
 * count rows.
 *
 * @param inputs all of them required
 * @param outputs all of them answered
 */
public record Signature(List<TensorSpec> inputs, List<TensorSpec> outputs) {
  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * The columns as a batch.
   *
   * @throws InferenceException INVALID_ARGUMENT when a column is missing, unknown, of another type
   *     or width, when counts differ, or when a row number names no row
   */
  public Batch check(Map<String, Column> columns) {
    Map<Axis, Integer> counts = new LinkedHashMap<>();
    for (TensorSpec spec : inputs) {
      Column column = columns.get(spec.name());
      if (column == null) {
        throw invalid("an input is missing", spec.name());
      }
      checkKind(spec, column);
      Axis axis = spec.axis() == Axis.ROW ? Axis.ROW : Axis.AGGREGATE;
      Integer count = counts.putIfAbsent(axis, column.count());
      if (count != null && count != column.count()) {
        throw invalid(
            "inputs have different lengths",
            count + " and " + column.count() + " in " + spec.name());
      }
    }
    if (columns.size() != inputs.size()) {
      throw invalid("an input is unknown", String.valueOf(columns.keySet()));
    }
    int rows = counts.getOrDefault(Axis.ROW, 0);
    checkRowNumbers(columns, rows);
    return new Batch(rows, columns);
  }

  private static void checkKind(TensorSpec spec, Column column) {
    if (column.datatype() != spec.datatype()) {
      throw invalid(
          "input %s must be %s".formatted(spec.name(), spec.datatype()),
          column.datatype().toString());
    }
    if (column.width() != spec.width()) {
      throw invalid(
          "input %s must have shape %s".formatted(spec.name(), spec.shape()),
          "second axis " + column.width());
    }
  }

  private void checkRowNumbers(Map<String, Column> columns, int rows) {
    for (TensorSpec spec : inputs) {
      if (spec.axis() == Axis.AGGREGATE_ROW
          && columns.get(spec.name()) instanceof Column.RowNumbers numbers) {
        for (int row : numbers.values()) {
          if (row < 0 || row >= rows) {
            throw invalid(
                "%s must name one of %d rows".formatted(spec.name(), rows), String.valueOf(row));
          }
        }
      }
    }
  }

  private static InferenceException invalid(String why, String value) {
    return new InferenceException(
        InferenceException.Code.INVALID_ARGUMENT,
        "Cannot read the request: %s (%s)".formatted(why, value));
  }
}
