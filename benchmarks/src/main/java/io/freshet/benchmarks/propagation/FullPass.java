package io.freshet.benchmarks.propagation;

import io.freshet.jobs.inference.GrpcInferenceClientFactory;
import io.freshet.jobs.inference.InferenceClient;
import io.freshet.jobs.inference.InferenceClientFactory;
import io.freshet.jobs.inference.InferenceConfig;
import io.freshet.jobs.inference.LayerInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * The whole graph embedded anew, from arrays, by the same server and as many clients as the job has
 * subtasks: what is done without increments. Also the truth that errors are measured against.
 */
final class FullPass {
  private final InferenceClientFactory inference;
  private final int maxBatch;
  private final int clients;

  /**
   * A pass by some clients.
   *
   * @param maxBatch items of one request
   */
  FullPass(InferenceClientFactory inference, int maxBatch, int clients) {
    this.inference = inference;
    this.maxBatch = maxBatch;
    this.clients = clients;
  }

  FullPass(InferenceConfig config, int clients) {
    this(new GrpcInferenceClientFactory(config), config.maxBatch(), clients);
  }

  /** Embeddings of all items: those of all layers, one after the other. */
  float[][] embed(Inputs inputs) throws InterruptedException {
    float[][] layer = new float[inputs.items()][];
    inParts(
        inputs.items(),
        (client, part) -> {
          List<String> types = part.stream().map(item -> EdgeStream.TYPE).toList();
          List<float[]> texts = part.stream().map(item -> inputs.texts()[item]).toList();
          put(layer, part, client.encodeItems(types, texts));
        });
    float[][] all = layer.clone();
    float[][] below = layer;
    for (int number = 1; number <= Weights.LAYERS; number++) {
      below = next(number, inputs, below);
      for (int item = 0; item < all.length; item++) {
        all[item] = joined(all[item], below[item]);
      }
    }
    return all;
  }

  private float[][] next(int number, Inputs inputs, float[][] below) throws InterruptedException {
    float[][] layer = new float[below.length][];
    inParts(
        below.length,
        (client, part) ->
            put(
                layer,
                part,
                client.layer(
                    number, part.stream().map(item -> input(item, inputs, below)).toList())));
    return layer;
  }

  private static LayerInput input(int item, Inputs inputs, float[][] below) {
    int[] sources = inputs.sources()[item];
    if (sources.length == 0) {
      return new LayerInput(EdgeStream.TYPE, below[item], Map.of());
    }
    double[] sum = new double[below[item].length];
    for (int neighbor = 0; neighbor < sources.length; neighbor++) {
      float share = inputs.shares()[item][neighbor];
      float[] source = below[sources[neighbor]];
      for (int index = 0; index < sum.length; index++) {
        sum[index] += (double) share * source[index];
      }
    }
    float[] mean = new float[sum.length];
    for (int index = 0; index < mean.length; index++) {
      mean[index] = (float) sum[index];
    }
    return new LayerInput(EdgeStream.TYPE, below[item], Map.of(EdgeStream.TYPE, mean));
  }

  /** Each client works on every so-many-th batch; a batch is one request. */
  private void inParts(int items, BiConsumer<InferenceClient, List<Integer>> work)
      throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int number = 0; number < clients; number++) {
      int first = number * maxBatch;
      Thread thread = new Thread(() -> everyOther(first, items, work), "full-pass-" + number);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void everyOther(int first, int items, BiConsumer<InferenceClient, List<Integer>> work) {
    try (InferenceClient client = inference.open()) {
      for (int from = first; from < items; from += clients * maxBatch) {
        work.accept(
            client, IntStream.range(from, Math.min(items, from + maxBatch)).boxed().toList());
      }
    }
  }

  private static void put(float[][] layer, List<Integer> part, List<float[]> answers) {
    for (int index = 0; index < answers.size(); index++) {
      layer[part.get(index)] = answers.get(index);
    }
  }

  private static float[] joined(float[] first, float[] second) {
    float[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
