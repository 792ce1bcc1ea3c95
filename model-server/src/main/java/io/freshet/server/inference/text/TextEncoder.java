package io.freshet.server.inference.text;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import io.freshet.server.inference.engine.EngineDefaults;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sentence encoder: a transformer in ONNX, mean over tokens, unit length.
 *
 * <p>Each text runs through the network alone, on one core, and several texts at the same time.
 * Batching would save nothing on a CPU and cost correctness: a dynamically quantised network scales
 * its activations by the largest of the whole batch, so a text's vector would depend on its company
 * (cosine down to 0.977 between batches of 1 and of 16 with the embedded encoder, against exactly 1
 * here, with fewer CPU milliseconds a text than any batch on two threads). The same text always
 * yields the same vector, which is what makes a replay comparable.
 *
 * <p>Thread-safe. Native memory is bounded by {@link TextEncoderConfig#threads} texts of {@link
 * TextEncoderConfig#maxTokens} tokens.
 */
public final class TextEncoder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TextEncoder.class);

  /** No tokenizer needs more than this much text for a token; saves tokenizing whole books. */
  private static final int MAX_CHARACTERS_PER_TOKEN = 128;

  private final TextEncoderConfig config;
  private final HuggingFaceTokenizer tokenizer;
  private final Model network;
  private final BlockingQueue<Predictor<long[], float[]>> predictors;
  private final ExecutorService workers;
  private final int dimensions;

  private TextEncoder(TextEncoderConfig config, HuggingFaceTokenizer tokenizer, Model network)
      throws IOException {
    this.config = config;
    this.tokenizer = tokenizer;
    this.network = network;
    predictors = new ArrayBlockingQueue<>(config.threads());
    MeanPoolTranslator translator = new MeanPoolTranslator(network.describeInput().keys());
    for (int i = 0; i < config.threads(); i++) {
      predictors.add(network.newPredictor(translator));
    }
    workers = Executors.newFixedThreadPool(config.threads(), TextEncoder::worker);
    dimensions = encode(List.of("warm up")).get(0).length;
    if (dimensions == 0) {
      close();
      throw new IOException(
          "Cannot load text encoder: its network fails on a plain text (%s)"
              .formatted(config.id()));
    }
  }

  /**
   * Loads an encoder.
   *
   * @throws IOException when its files are missing or are not a sentence encoder
   */
  public static TextEncoder load(TextEncoderConfig config) throws IOException {
    EngineDefaults.apply();
    EncoderFiles files = new EncoderFiles(config.directory());
    HuggingFaceTokenizer tokenizer = tokenizer(files, config);
    Model network = Model.newInstance(config.id(), "OnnxRuntime");
    try (InputStream stream = files.network()) {
      network.load(stream, Map.of("intraOpNumThreads", "1", "interOpNumThreads", "1"));
      return new TextEncoder(config, tokenizer, network);
    } catch (MalformedModelException e) {
      network.close();
      tokenizer.close();
      throw new IOException(
          "Cannot load text encoder: not a usable ONNX network (%s)".formatted(config.id()), e);
    } catch (IOException | RuntimeException e) {
      network.close();
      tokenizer.close();
      throw e;
    }
  }

  /** Id of the encoder. */
  public String id() {
    return config.id();
  }

  /** Floats in a vector. */
  public int dimensions() {
    return dimensions;
  }

  /**
   * Encodes texts.
   *
   * @return per text a vector of unit length, or an empty array where that text failed alone
   */
  public List<float[]> encode(List<String> texts) {
    List<Future<float[]>> running = new ArrayList<>(texts.size());
    for (String text : texts) {
      running.add(workers.submit(() -> encode(text)));
    }
    List<float[]> vectors = new ArrayList<>(texts.size());
    for (Future<float[]> vector : running) {
      vectors.add(join(vector));
    }
    return vectors;
  }

  /** Engine that runs the network, for metadata. */
  public String platform() {
    return "onnxruntime_onnx";
  }

  /** Native arrays held between calls. */
  int resources() {
    return network.getNDManager().getManagedArrays().size();
  }

  @Override
  public void close() {
    workers.shutdownNow();
    predictors.forEach(Predictor::close);
    network.close();
    tokenizer.close();
  }

  private float[] encode(String text) throws InterruptedException {
    Predictor<long[], float[]> predictor = predictors.take();
    try {
      return predictor.predict(tokenizer.encode(head(text)).getIds());
    } catch (TranslateException | RuntimeException e) {
      LOG.warn("Cannot encode a text: the network fails ({} characters)", text.length(), e);
      return new float[0];
    } finally {
      predictors.add(predictor);
    }
  }

  private static float[] join(Future<float[]> vector) {
    try {
      return vector.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot encode texts: interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot encode texts: the encoder was closed", e);
    }
  }

  private String head(String text) {
    int end = Math.min(text.length(), config.maxTokens() * MAX_CHARACTERS_PER_TOKEN);
    boolean cutsPair = end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, cutsPair ? end - 1 : end);
  }

  private static HuggingFaceTokenizer tokenizer(EncoderFiles files, TextEncoderConfig config)
      throws IOException {
    Map<String, String> options =
        Map.of(
            "truncation",
            "true",
            "maxLength",
            Integer.toString(config.maxTokens()),
            "padding",
            "false");
    try (InputStream stream = files.tokenizer()) {
      return HuggingFaceTokenizer.newInstance(stream, options);
    }
  }

  private static Thread worker(Runnable task) {
    Thread thread = new Thread(task, "freshet-text-encoder");
    thread.setDaemon(true);
    return thread;
  }
}
