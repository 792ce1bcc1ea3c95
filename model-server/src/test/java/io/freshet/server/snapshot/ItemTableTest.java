package io.freshet.server.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ItemTableTest {
  private static ItemTable table(int items) {
    List<String> ids = IntStream.range(0, items).mapToObj(item -> "item-" + item).toList();
    return new ItemTable("encoder", ids, List.of("track"), new int[items], new float[items][1]);
  }

  @Test
  void languagesAreThoseOfManyItemsWhateverTheirCase() {
    List<String> tags =
        IntStream.range(0, 60)
            .mapToObj(item -> item < 20 ? "sv" : item < 40 ? "EN" : item < 59 ? "fi" : "")
            .toList();
    ItemTable table = table(60).withLanguages(tags);
    assertThat(table.languages()).containsExactly("en", "sv");
    assertThat(table.itemLanguages()[0]).isEqualTo(1);
    assertThat(table.itemLanguages()[20]).isZero();
    assertThat(table.itemLanguages()[40]).isEqualTo(2);
    assertThat(table.itemLanguages()[59]).isEqualTo(2);
  }

  @Test
  void oneLanguageAloneTellsNothing() {
    ItemTable table = table(30).withLanguages(IntStream.range(0, 30).mapToObj(i -> "en").toList());
    assertThat(table.languages()).isEmpty();
    assertThat(table.itemLanguages()).containsOnly(0);
  }

  @Test
  void textsMayHaveBeenOthersBefore() {
    float[][] earlier = new float[30][1];
    ItemTable table = table(30).withTextBefore(time -> time < 7 ? earlier : table(30).text());
    assertThat(table.before(6).text()).isSameAs(earlier);
    assertThat(table.before(7).text()).isNotSameAs(earlier);
    assertThat(table.before(7).before(6).text()).isSameAs(earlier);
    ItemTable fixed = table(30);
    assertThat(fixed.before(0).text()).isSameAs(fixed.text());
  }
}
