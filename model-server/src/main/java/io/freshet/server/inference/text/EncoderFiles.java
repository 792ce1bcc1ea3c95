package io.freshet.server.inference.text;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where an encoder's network and tokenizer come from: a directory, or the class path. */
final class EncoderFiles {
  private final Optional<Path> directory;

  EncoderFiles(Optional<Path> directory) {
    this.directory = directory;
  }

  /** The ONNX network; the caller closes it. */
  InputStream network() throws IOException {
    return open("model.onnx", "/all-minilm-l6-v2-q.onnx");
  }

  /** The tokenizer in Hugging Face's format; the caller closes it. */
  InputStream tokenizer() throws IOException {
    return open("tokenizer.json", "/all-minilm-l6-v2-q-tokenizer.json");
  }

  private InputStream open(String file, String resource) throws IOException {
    if (directory.isPresent()) {
      return Files.newInputStream(directory.get().resolve(file));
    }
    InputStream stream = EncoderFiles.class.getResourceAsStream(resource);
    if (stream == null) {
      throw new FileNotFoundException(
          "Cannot load the embedded text encoder: its jar is not on the class path (%s)"
              .formatted(resource));
    }
    return stream;
  }
}
