package io.freshet.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.data.AvroDirectory;
import io.freshet.cli.data.DataFormat;
import io.freshet.cli.data.Dataset;
import io.freshet.schemas.UserAttributes;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.UserTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of the users of recorded events. */
final class RecordedUsersTest {
  private static final long BEGAN = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();

  private final RecordedEvaluation evaluation =
      new RecordedEvaluation(Map.of(), Optional.empty(), 2);

  @TempDir private Path directory;

  /** Twelve users, who play twenty items one after the other. */
  @BeforeEach
  void writeEvents() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("user_id,item_id,item_type,occurred_at,signal");
    for (int event = 0; event < 400; event++) {
      int item = (event * 7 + event / 12) % 20;
      String type = item % 5 == 1 ? "podcast" : "track";
      lines.add("u%d,item-%d,%s,%d,LIKE".formatted(event % 12, item, type, BEGAN + event * 1000L));
    }
    Files.write(directory.resolve("events.csv"), lines);
  }

  @Test
  void attributesOfUsersComeWithTheirEvents(@TempDir Path imported) throws IOException {
    Dataset unknown = DataFormat.CSV.open(directory);
    assertThat(evaluation.read("small", unknown).events().userTable()).isEqualTo(UserTable.UNKNOWN);
    AvroDirectory.write(unknown, imported);
    try (DataFileWriter<UserAttributes> writer =
        new DataFileWriter<>(new SpecificDatumWriter<>(UserAttributes.class))) {
      Path file = imported.resolve("user-attributes.avro");
      writer.create(UserAttributes.getClassSchema(), file.toFile());
      writer.append(new UserAttributes("u1", "SE", null, Map.of("plan", "free")));
      writer.append(new UserAttributes("nobody", "SE", null, Map.of()));
    }
    Dataset dataset = DataFormat.AVRO.open(imported);
    for (EventLog events :
        List.of(
            evaluation.history(dataset).log(),
            evaluation.read("small", dataset).events(),
            evaluation.readWithout("podcast", dataset, evaluation.read("small", dataset)).events(),
            evaluation.read("small", dataset).trainingSet(1).events())) {
      for (int user = 0; user < events.userIds().size(); user++) {
        boolean isKnown = events.userIds().get(user).equals("u1");
        assertThat(events.userTable().attributes(user))
            .isEqualTo(isKnown ? List.of("country=SE", "plan=free") : List.of());
      }
    }
  }
}
