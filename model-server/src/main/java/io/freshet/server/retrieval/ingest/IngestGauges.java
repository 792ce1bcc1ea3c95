package io.freshet.server.retrieval.ingest;

import io.freshet.server.retrieval.index.Catalog;
import io.freshet.server.retrieval.index.Generation;
import io.freshet.server.retrieval.index.Stores;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What is held and how far it lags: gauges that are looked up when they are asked for. */
final class IngestGauges {
  private final PrometheusRegistry registry;

  IngestGauges(PrometheusRegistry registry) {
    this.registry = registry;
  }

  IngestGauges readers(Supplier<Stream<TopicReader>> readers) {
    gauge(
            "freshet_retrieval_topic_lag_seconds",
            "Everything written to the topic longer ago than this has been applied.",
            "topic")
        .callback(
            gauge ->
                readers
                    .get()
                    .forEach(it -> gauge.call(it.progress().lag().toMillis() / 1e3, it.topic())))
        .register(registry);
    return this;
  }

  IngestGauges generations(Generations generations, Catalog catalog) {
    serving(
        generations,
        "freshet_index_apply_lag_seconds",
        "Lag of the serving index behind its embedding topic, by release.",
        generation -> generation.progress().get().lag().toMillis() / 1e3);
    serving(
        generations,
        "freshet_index_points",
        "Items in the serving index, by release.",
        generation -> generation.index().size());
    serving(
        generations,
        "freshet_index_generation",
        "Which of the indexes built since the start serves, counted from 1, by release.",
        Generation::number);
    gauge(
            "freshet_release_items",
            "Items in the indexes that are held, by release and what it is held for.",
            "release",
            "role")
        .callback(gauge -> generations.kept().forEach(it -> gauge.call(it.items(), labels(it))))
        .register(registry);
    gauge(
            "freshet_release_coverage_ratio",
            "Items in the indexes that are held, per item of the catalogue.",
            "release",
            "role")
        .callback(
            gauge -> {
              double items = catalog.size();
              if (items > 0) {
                generations.kept().forEach(it -> gauge.call(it.items() / items, labels(it)));
              }
            })
        .register(registry);
    return this;
  }

  void keys(Stores stores) {
    gauge("freshet_retrieval_keys", "Keys held, by store.", "store")
        .callback(
            gauge -> {
              gauge.call(stores.catalog().size(), "catalog");
              gauge.call(stores.histories().size(), "histories");
              gauge.call(stores.userAttributes().size(), "user-attributes");
              gauge.call(stores.popularity().size(), "popularity");
            })
        .register(registry);
  }

  private void serving(
      Generations generations, String name, String help, ToDoubleFunction<Generation> value) {
    gauge(name, help, "release")
        .callback(
            gauge ->
                generations
                    .serving()
                    .ifPresent(it -> gauge.call(value.applyAsDouble(it), it.release())))
        .register(registry);
  }

  private static GaugeWithCallback.Builder gauge(String name, String help, String... labels) {
    return GaugeWithCallback.builder().name(name).help(help).labelNames(labels);
  }

  private static String[] labels(KnownRelease kept) {
    return new String[] {kept.release(), kept.role().name().toLowerCase(Locale.ROOT)};
  }
}
