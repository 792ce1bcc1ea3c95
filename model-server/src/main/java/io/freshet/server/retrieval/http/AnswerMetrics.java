package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.query.Answer;
import io.freshet.server.retrieval.query.Source;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;

/** How many recommendations were personal, and how many the same for everybody. */
final class AnswerMetrics {
  private final Counter answers;

  AnswerMetrics(PrometheusRegistry registry) {
    answers =
        Counter.builder()
            .name("freshet_recommendations_total")
            .help("Answered requests for recommendations, by where the items come from.")
            .labelNames("source")
            .register(registry);
    answers.initLabelValues(label(Source.PERSONAL));
    answers.initLabelValues(label(Source.POPULAR));
  }

  /** Counts the answer, and hands it on. */
  Answer counted(Answer answer) {
    answers.labelValues(label(answer.source())).inc();
    return answer;
  }

  private static String label(Source source) {
    return source.name().toLowerCase(Locale.ROOT);
  }
}
