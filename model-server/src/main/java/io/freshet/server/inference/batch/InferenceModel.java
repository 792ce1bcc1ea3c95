package io.freshet.server.inference.batch;

/** A model as the server sees it: rows in, rows out. Called by one thread at a time. */
public interface InferenceModel {
  /** Name in requests. */
  String name();

  /** Version in requests and answers: the release, or the encoder's id. */
  String version();

  /** What runs it, for the metadata. */
  String platform();

  /** What it takes and answers. */
  Signature signature();

  /**
   * Answers every row. A row that cannot be answered has its flag unset and zeros for a vector.
   *
   * @param inputs checked against the signature, at least one row
   * @throws RuntimeException when the batch as a whole fails
   */
  Batch infer(Batch inputs);

  /** Inputs that a healthy model answers, to warm up and to check with. */
  Batch sample(int rows);
}
