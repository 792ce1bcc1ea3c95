package io.freshet.benchmarks.inference;

import static java.util.Objects.requireNonNull;

import ai.djl.Device;
import io.freshet.server.inference.batch.Batch;
import io.freshet.server.inference.batch.InferenceModel;
import io.freshet.server.inference.graph.HgnnModels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the models of one size on one device after the other, on the same rows. */
final class ModelSpeed {
  private static final int WARM_UP_RUNS = 3;
  private static final int LEAST_RUNS = 5;

  private final SeededModel model;
  private final int[] batches;
  private final Duration atLeast;
  private final Map<String, float[]> ofTheFirst = new HashMap<>();

  /**
   * Speeds of one size.
   *
   * @param batches rows of a run, each measured
   * @param atLeast how long a model runs on one batch again and again
   */
  ModelSpeed(SeededModel model, int[] batches, Duration atLeast) {
    this.model = model;
    this.batches = batches.clone();
    this.atLeast = atLeast;
  }

  /**
   * A model on a device.
   *
   * @param batch rows of a run
   * @param rowsPerSecond of the median run, from floats on the heap to floats on the heap
   * @param difference largest of any component from what the first device computed
   */
  record Speed(
      String model,
      String device,
      int dimensions,
      int batch,
      double rowsPerSecond,
      double difference) {}

  /** The speeds of layer 0 and of the first layer above it, on the next device. */
  List<Speed> on(Device device) {
    List<Speed> speeds = new ArrayList<>();
    try (HgnnModels models = HgnnModels.load(model.release(), device)) {
      for (int batch : batches) {
        speeds.add(measure(models.models().get(0), model.texts(batch), device));
        speeds.add(measure(models.models().get(1), model.items(batch), device));
      }
    }
    return speeds;
  }

  private Speed measure(InferenceModel part, Batch rows, Device device) {
    for (int run = 0; run < WARM_UP_RUNS; run++) {
      part.infer(rows);
    }
    List<Long> nanos = new ArrayList<>();
    long began = System.nanoTime();
    Batch answer = part.infer(rows);
    while (nanos.size() < LEAST_RUNS || System.nanoTime() - began < atLeast.toNanos()) {
      long start = System.nanoTime();
      answer = part.infer(rows);
      nanos.add(System.nanoTime() - start);
    }
    float[] values = answer.vectors("h").values();
    String what = part.name() + " " + rows.rows();
    ofTheFirst.putIfAbsent(what, values);
    return new Speed(
        part.name(),
        device.toString(),
        answer.vectors("h").width(),
        rows.rows(),
        rows.rows()
            * 1e9
            / nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow(),
        difference(values, requireNonNull(ofTheFirst.get(what), what)));
  }

  private static double difference(float[] one, float[] other) {
    double largest = 0;
    for (int k = 0; k < one.length; k++) {
      largest = Math.max(largest, Math.abs(one[k] - other[k]));
    }
    return largest;
  }
}
