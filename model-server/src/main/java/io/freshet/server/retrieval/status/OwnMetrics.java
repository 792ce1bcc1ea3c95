package io.freshet.server.retrieval.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** This server's own metrics, in the form that those of others have. One owner. */
final class OwnMetrics {
  private static final List<String> WANTED = List.of("freshet_event_to_index", "freshet_query_");

  private final PrometheusRegistry registry;
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  OwnMetrics(PrometheusRegistry registry) {
    this.registry = registry;
  }

  Samples read() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      writer.write(text, registry.scrape(name -> WANTED.stream().anyMatch(name::startsWith)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return PrometheusText.parse(text.toString(UTF_8), name -> true);
  }
}
