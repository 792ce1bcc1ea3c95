package io.freshet.server.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a release came to be, for people who must decide whether to trust it.
 *
 * @param created when, ISO-8601 in UTC
 * @param code version of the code that trained or imported it
 * @param dataFrom time of the first interaction it learnt from, ISO-8601 in UTC; empty where none
 * @param dataTo time of the last
 * @param settings hyper-parameters by name
 * @param baselines figures of simpler methods on the same data, as {@code baseline.metric}
 */
public record Provenance(
    @JsonProperty("created") String created,
    @JsonProperty("code") String code,
    @JsonProperty("data_from") String dataFrom,
    @JsonProperty("data_to") String dataTo,
    @JsonProperty("settings") Map<String, String> settings,
    @JsonProperty("baselines") Map<String, Double> baselines) {
  public Provenance {
    settings = sorted(settings);
    baselines = sorted(baselines);
  }

  /** In order of the names, so that equal facts are equal bytes. */
  private static <V> SortedMap<String, V> sorted(Map<String, V> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
