package io.freshet.server.inference.text;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which sentence encoder, and how much of the machine it may use.
 *
 * @param id name of the encoder; vectors of different ids must never be mixed
 * @param directory directory of {@code model.onnx} and {@code tokenizer.json}; empty for the
 *     encoder that ships with Freshet
 * @param maxTokens a longer text is cut to this many tokens, special tokens included
 * @param threads texts encoded at the same time, one core each
 */
public record TextEncoderConfig(String id, Optional<Path> directory, int maxTokens, int threads) {
  /** Id of the encoder that ships with Freshet. */
  public static final String EMBEDDED = "minilm-l6-v2-q";

  public TextEncoderConfig {
    if (maxTokens < 3 || maxTokens > 8_192) {
      throw new IllegalArgumentException(
          "Cannot configure a text encoder: maxTokens must be 3 to 8192 (%d)".formatted(maxTokens));
    }
    if (threads < 1 || threads > 256) {
      throw new IllegalArgumentException(
          "Cannot configure a text encoder: threads must be 1 to 256 (%d)".formatted(threads));
    }
  }

  /** The embedded encoder, 256 tokens, 2 threads. */
  public static TextEncoderConfig defaults() {
    return new TextEncoderConfig(EMBEDDED, Optional.empty(), 256, 2);
  }
}
