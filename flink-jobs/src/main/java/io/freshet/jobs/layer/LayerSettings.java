package io.freshet.jobs.layer;

import io.freshet.jobs.record.Patience;
import io.freshet.jobs.record.ThresholdRange;
import java.io.Serializable;
import java.time.Duration;

/**
 * What a layer's operators need to know.
 *
 * @param layer number of the layer, 0 for the encoder
 * @param dimensions components of one layer's embedding
 * @param textDimensions components of a text vector
 * @param batch items of one request and of one slice of a round
 * @param combineLimit messages that a subtask adds up at most before they leave
 * @param thresholds what may move by how much before something follows
 * @param patience how long what is below a threshold is held back
 * @param cacheEntries entries of state that each subtask of an operator holds decoded
 * @param tombstoneRetention how long the version of a removed item is remembered
 */
public record LayerSettings(
    int layer,
    int dimensions,
    int textDimensions,
    int batch,
    int combineLimit,
    ThresholdRange thresholds,
    Patience patience,
    int cacheEntries,
    Duration tombstoneRetention)
    implements Serializable {
  /** The same settings for another layer. */
  public LayerSettings layer(int number) {
    return new LayerSettings(
        number,
        dimensions,
        textDimensions,
        batch,
        combineLimit,
        thresholds,
        patience,
        cacheEntries,
        tombstoneRetention);
  }
}
