package io.freshet.jobs.inference;

import java.io.Serializable;

/** Travels with the job graph to the task that opens its own client. */
@FunctionalInterface
public interface InferenceClientFactory extends Serializable {
  /** A new client; the caller closes it. */
  InferenceClient open();
}
