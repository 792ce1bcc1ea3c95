package io.freshet.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.cli.data.DataFormat;
import io.freshet.server.evaluation.Bootstrap;
import io.freshet.server.evaluation.EvaluationData;
import io.freshet.server.evaluation.EvaluationReport.Row;
import io.freshet.server.evaluation.FrozenSplit;
import io.freshet.server.evaluation.ReportMaker;
import io.freshet.server.evaluation.Seeds;
import io.freshet.server.evaluation.baseline.Popularity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Popularity by the protocol, beside figures that another implementation of it measured on the same
 * public data, where that is present (FRESHET_DATA, or ../shared/data).
 */
final class PublishedFiguresTest {
  @Test
  void movieTweetings() throws IOException {
    EvaluationData data = read(DataFormat.MOVIETWEETINGS, "movietweetings-100k");
    assertThat(data.warm().candidates()).isCloseTo(2_525, within(5));
    List<Row> rows = rows(data, Popularity.allTime(), new Popularity("7 d", 7));
    assertThat(rows.get(0).main().users()).isEqualTo(1_668);
    assertThat(rows.get(0).figure("HR@10")).isCloseTo(0.235, within(0.005));
    assertThat(rows.get(0).figure("NDCG@10")).isCloseTo(0.075, within(0.003));
    assertThat(rows.get(0).figure("MRR@100")).isCloseTo(0.092, within(0.003));
    assertThat(rows.get(1).figure("HR@10")).isCloseTo(0.390, within(0.01));
    assertThat(rows.get(1).figure("MRR@100")).isCloseTo(0.160, within(0.005));
  }

  @Test
  void hetrec() throws IOException {
    EvaluationData data = read(DataFormat.HETREC_LASTFM, "hetrec-lastfm-2k");
    assertThat(data.warm().candidates()).isCloseTo(3_356, within(5));
    List<Row> rows = rows(data, Popularity.allTime());
    assertThat(rows.get(0).main().users()).isEqualTo(268);
    // Of 268 users three more: events of one user and item on different days are counted here.
    assertThat(rows.get(0).figure("HR@10")).isCloseTo(0.190, within(0.015));
    assertThat(rows.get(0).figure("MRR@100")).isCloseTo(0.085, within(0.015));
  }

  private static List<Row> rows(EvaluationData data, Popularity... contenders) {
    return new ReportMaker(data, Bootstrap.defaults())
        .report(
            new FrozenSplit(data, Optional.empty(), line -> {})
                .run(List.of(contenders), Seeds.upTo(1)))
        .rows();
  }

  private static EvaluationData read(DataFormat format, String folder) throws IOException {
    String root = Optional.ofNullable(System.getenv("FRESHET_DATA")).orElse("../../shared/data");
    Path directory = Path.of(root).resolve(folder);
    assumeTrue(Files.isDirectory(directory), "data is not here, nothing to check: " + folder);
    return new RecordedEvaluation(Map.of(), Optional.empty(), 5)
        .read(folder, format.open(directory));
  }
}
