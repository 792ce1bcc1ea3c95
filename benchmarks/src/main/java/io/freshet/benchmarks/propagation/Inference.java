package io.freshet.benchmarks.propagation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * What the graph models of an inference server have done, by its own metrics.
 *
 * @param computeSeconds time in runs of the models
 * @param rows rows they answered
 * @param batches their runs
 */
record Inference(double computeSeconds, double rows, double batches) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** Since the server's start. */
  static Inference now(int httpPort) throws InterruptedException {
    URI metrics = URI.create("http://127.0.0.1:" + httpPort + "/metrics");
    try {
      return of(
          CLIENT
              .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the metrics of the inference server", e);
    }
  }

  /** From the text format of Prometheus. */
  static Inference of(String metrics) {
    return new Inference(
        sum(metrics, "freshet_inference_compute_seconds_sum"),
        sum(metrics, "freshet_inference_rows_total"),
        sum(metrics, "freshet_inference_batches_total"));
  }

  Inference since(Inference before) {
    return new Inference(
        computeSeconds - before.computeSeconds, rows - before.rows, batches - before.batches);
  }

  private static double sum(String metrics, String name) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + "{model=\"hgnn-"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
