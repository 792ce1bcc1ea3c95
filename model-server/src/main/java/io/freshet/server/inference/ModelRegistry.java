package io.freshet.server.inference;

import io.freshet.server.inference.batch.InferenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The models being served, by name and version.
 *
 * <p>A group becomes visible as a whole, after it warmed up; a request that names no version gets
 * the newest group's model. The groups form one immutable list, newest last, so a reader never sees
 * half a switch. Reading never blocks; changes are serialised.
 */
final class ModelRegistry implements AutoCloseable {
  private final int maxReleases;
  private final InferenceMetrics metrics;
  private volatile List<ModelGroup> groups = List.of();

  /**
   * An empty registry.
   *
   * @param maxReleases groups of graph models held; the group of the text encoder is not counted
   */
  ModelRegistry(int maxReleases, InferenceMetrics metrics) {
    this.maxReleases = maxReleases;
    this.metrics = metrics;
  }

  /**
   * The model of that name.
   *
   * @param version empty for the newest
   * @throws InferenceException NOT_FOUND
   */
  ServedModel find(String name, String version) {
    ServedModel found = null;
    for (ModelGroup group : groups) {
      for (ServedModel model : group.models()) {
        if (model.name().equals(name) && (version.isEmpty() || model.version().equals(version))) {
          found = model;
        }
      }
    }
    if (found == null) {
      throw new InferenceException(
          InferenceException.Code.NOT_FOUND,
          "Cannot find the model: not loaded (%s %s)".formatted(name, version));
    }
    return found;
  }

  /** All models, oldest group first. */
  List<ServedModel> models() {
    return groups.stream().flatMap(group -> group.models().stream()).toList();
  }

  /** Rows that wait, by model name, over all versions. */
  Map<String, Integer> waitingRows() {
    return models().stream()
        .collect(
            Collectors.groupingBy(
                ServedModel::name, Collectors.summingInt(ServedModel::waitingRows)));
  }

  /** Versions of a model, oldest first. */
  List<String> versions(String name) {
    return models().stream()
        .filter(model -> model.name().equals(name))
        .map(ServedModel::version)
        .toList();
  }

  /**
   * Warms a group up and makes it the newest. An older group of the same version is replaced, and
   * beyond the limit the oldest release is unloaded, each after its last answer.
   *
   * @throws IllegalStateException when the group fails its self-check; nothing has changed then,
   *     and the group is closed
   */
  synchronized void add(ModelGroup group) {
    try {
      group.models().forEach(ServedModel::warmUp);
    } catch (RuntimeException e) {
      group.close();
      throw e;
    }
    List<ModelGroup> kept = new ArrayList<>(groups);
    List<ModelGroup> dropped = new ArrayList<>();
    kept.removeIf(old -> old.version().equals(group.version()) && dropped.add(old));
    kept.add(group);
    // The first group is the text encoder's; releases follow.
    while (kept.size() > maxReleases + 1) {
      dropped.add(kept.remove(1));
    }
    groups = List.copyOf(kept);
    dropped.forEach(this::unload);
    group
        .models()
        .forEach(model -> metrics.loaded(model.name(), model.version(), model.mostWaitingRows()));
  }

  private void unload(ModelGroup group) {
    group.close();
    group.models().forEach(model -> metrics.unloaded(model.name(), model.version()));
  }

  @Override
  public synchronized void close() {
    List<ModelGroup> last = groups;
    groups = List.of();
    last.forEach(ModelGroup::close);
  }
}
