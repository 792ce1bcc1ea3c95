package io.freshet.server.inference.batch;

/** Element types of the Open Inference Protocol that Freshet's models use. */
public enum Datatype {
  /** IEEE 754 single precision. */
  FP32,
  /** Signed, 32 bits. */
  INT32,
  /** Byte strings; here always UTF-8 text. */
  BYTES,
  /** One byte, 0 or 1. */
  BOOL
}
