package io.freshet.server.training.tower;

import io.freshet.server.model.Release;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a training starts.
 *
 * @param network a release whose graph network is taken as it is: the towers alone are learnt
 * @param earlier a release of the same encoder and types, whose weights of equal shape are the
 *     first ones
 * @param checkpoint file that is written after every epoch, and gone on from where it exists
 */
public record Start(
    Optional<Release> network, Optional<Release> earlier, Optional<Path> checkpoint) {
  /** From random weights, keeping nothing. */
  public static Start fresh() {
    return new Start(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** From random weights, going on from the file where it exists. */
  public static Start from(Path checkpoint) {
    return new Start(Optional.empty(), Optional.empty(), Optional.of(checkpoint));
  }

  /** From a release's weights, keeping nothing. */
  public static Start warm(Release earlier) {
    return new Start(Optional.empty(), Optional.of(earlier), Optional.empty());
  }

  /** Towers from random weights on a network that stays as it is, keeping nothing. */
  public static Start on(Release network) {
    return new Start(Optional.of(network), Optional.empty(), Optional.empty());
  }
}
