package io.freshet.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Counts of public data sets, where they are present (FRESHET_DATA, or ../shared/data). */
final class RealDataTest {
  private record Counts(
      int items, int events, int eventsOfUnknownItems, int users, long badLines) {}

  @Test
  void movieTweetingsHasItsPublishedCounts() {
    assertThat(counts(DataFormat.MOVIETWEETINGS, "movietweetings-100k"))
        .isEqualTo(new Counts(10_506, 100_000, 0, 16_554, 0));
  }

  @Test
  void hetrecHasOneEventForEachUserArtistAndDay() {
    // 186,479 taggings; 5 before 1980; 85,011 different (user, artist, day) among the rest;
    // 390 of the tagged artists are not in artists.dat.
    assertThat(counts(DataFormat.HETREC_LASTFM, "hetrec-lastfm-2k"))
        .isEqualTo(new Counts(17_632, 85_011, 814, 1_892, 5));
  }

  @Test
  void amazonHasItsPublishedCounts() {
    assertThat(counts(DataFormat.AMAZON, "amazon-food-kitchen"))
        .isEqualTo(new Counts(28_095, 173_548, 0, 7_144, 0));
  }

  private static Counts counts(DataFormat format, String folder) {
    Path directory = root().resolve(folder);
    assumeTrue(Files.isDirectory(directory), "data is not here, nothing to check: " + folder);
    // Less memory than events, so that the external sort is used as well.
    Dataset data = format.open(directory, 40_000);
    Set<String> items = new HashSet<>();
    for (CatalogItem item : data.catalog()) {
      items.add(item.getItemId());
    }
    Set<String> users = new HashSet<>();
    int count = 0;
    int unknown = 0;
    boolean inOrder = true;
    Instant last = Instant.MIN;
    try (Stream<ListeningEvent> events = data.events()) {
      for (Iterator<ListeningEvent> each = events.iterator(); each.hasNext(); count++) {
        ListeningEvent event = each.next();
        inOrder &= !event.getOccurredAt().isBefore(last);
        unknown += items.contains(event.getItemId()) ? 0 : 1;
        last = event.getOccurredAt();
        users.add(event.getUserId());
      }
    }
    assertThat(inOrder).isTrue();
    return new Counts(items.size(), count, unknown, users.size(), data.badLines().count());
  }

  private static Path root() {
    // Tests run in the module's directory; the data lies beside the project.
    return Path.of(Optional.ofNullable(System.getenv("FRESHET_DATA")).orElse("../../shared/data"));
  }
}
