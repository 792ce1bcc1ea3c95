package io.freshet.jobs.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.schemas.CatalogItem;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ItemTextTest {
  @Test
  void partsFollowByWorth() {
    CatalogItem item =
        item(
            "Kind of Blue",
            "Recorded in 1959.",
            List.of("Miles Davis", "Bill Evans"),
            List.of("jazz", "modal"));

    assertThat(ItemText.of(item, 1_000))
        .isEqualTo("Kind of Blue. Miles Davis, Bill Evans. jazz, modal. Recorded in 1959.");
  }

  @Test
  void blankPartsAreLeftOutAndWhiteSpaceIsTidied() {
    CatalogItem item = item(" A\n\tb ", "", List.of(" ", "C"), List.of());

    assertThat(ItemText.of(item, 1_000)).isEqualTo("A b. C");
  }

  @Test
  void itemOfWhichNothingIsKnownHasItsTypeAsText() {
    assertThat(ItemText.of(item("", " ", List.of(), List.of("")), 1_000)).isEqualTo("track");
  }

  @Test
  void cutNeverSplitsACharacter() {
    CatalogItem item = item("ab\uD83C\uDFB5cd", "", List.of(), List.of());

    assertThat(ItemText.of(item, 3)).isEqualTo("ab");
    assertThat(ItemText.of(item, 4)).isEqualTo("ab\uD83C\uDFB5");
  }

  @Property(tries = 200)
  void textIsNeverEmptyAndNeverTooLong(
      @ForAll String title,
      @ForAll String description,
      @ForAll @IntRange(min = 2, max = 50) int max) {
    String text = ItemText.of(item(title, description, List.of(), List.of()), max);

    assertThat(text).isNotEmpty().hasSizeLessThanOrEqualTo(max);
  }

  @Test
  void hashIsSha256InHexadecimal() {
    assertThat(TextHash.of("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  private static CatalogItem item(
      String title, String description, List<String> creators, List<String> genres) {
    return new CatalogItem(
        "item",
        "track",
        title,
        description,
        creators,
        genres,
        null,
        List.of(),
        null,
        null,
        Map.of());
  }
}
