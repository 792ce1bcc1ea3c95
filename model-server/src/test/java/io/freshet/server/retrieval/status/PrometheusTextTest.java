package io.freshet.server.retrieval.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class PrometheusTextTest {
  @Test
  void samplesLabelsAndEscapesAreRead() {
    Samples samples =
        PrometheusText.parse(
            """
            # HELP a_total Something.
            # TYPE a_total counter
            a_total{job_name="freshet_graph",reason="a\\"b\\\\c,}\\n",} 3.0
            a_total 4 1700000000000
            b_bucket{le="+Inf"} 5
            b_sum NaN
            c{x="unclosed} 1
            d{x=1} 2
            e
            f one
            """,
            name -> true);
    assertThat(samples.named("a_total"))
        .containsExactly(
            new Sample("a_total", Map.of("job_name", "freshet_graph", "reason", "a\"b\\c,}\n"), 3),
            new Sample("a_total", Map.of(), 4));
    assertThat(samples.sum("a_total")).hasValue(7);
    assertThat(samples.sum("b_bucket")).hasValue(5);
    for (String name : new String[] {"b_sum", "c", "d", "e", "f", "absent"}) {
      assertThat(samples.sum(name)).as(name).isEmpty();
    }
  }

  @Test
  void onlyWantedMetricsAreKept() {
    Samples samples = PrometheusText.parse("a 1\nb 2\n", name -> name.equals("b"));
    assertThat(samples.sum("a")).isEmpty();
    assertThat(samples.sum("b")).hasValue(2);
  }

  @Property
  void noTextFailsTheReader(@ForAll String text) {
    assertThat(PrometheusText.parse("a" + text, name -> true)).isNotNull();
  }
}
