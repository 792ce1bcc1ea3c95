package io.freshet.server.inference;

import java.util.List;

/**
 * Models that live and die together, because they share weights.
 *
 * @param version their version
 * @param models the models with their queues
 * @param resources closed after the last answer
 */
record ModelGroup(String version, List<ServedModel> models, Runnable resources)
    implements AutoCloseable {
  ModelGroup {
    models = List.copyOf(models);
  }

  /** Answers what waits, then frees the weights. */
  @Override
  public void close() {
    models.forEach(ServedModel::close);
    resources.run();
  }
}
