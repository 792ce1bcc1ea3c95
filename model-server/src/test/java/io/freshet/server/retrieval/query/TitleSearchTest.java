package io.freshet.server.retrieval.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.server.retrieval.index.CatalogEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TitleSearchTest {
  private final World world = new World();
  private final TitleSearch search = new TitleSearch(world.stores());

  @Test
  void bestMatchesComeFirstThenPopularOnes() {
    title("within", "Nightstorm");
    title("words", "The Storm Within");
    title("beginning", "Storm Warning");
    title("popular", "Storm Chasers");
    title("whole", "STORM");
    title("storm", "Another title");
    world.popularity("popular", "track", 9).popularity("beginning", "track", 2);
    assertThat(ids("storm"))
        .containsExactly("storm", "whole", "popular", "beginning", "words", "within");
    assertThat(search.search("storm", 2))
        .extracting(ListedItem::id)
        .containsExactly("storm", "whole");
  }

  @Test
  void allWordsMustBeInTheTitleInAnyOrderAndCase() {
    title("a", "Symphony for Strings");
    title("b", "Symphony Minuet");
    assertThat(ids("strings SYMPHONY")).containsExactly("a");
    assertThat(ids("symphony drums")).isEmpty();
  }

  @Test
  void titlesOfAnyCharactersAreFound() {
    title("hebrew", "שיר יפה");
    title("emoji", "🎧 on air");
    title("quoted", "\"<b>&\" (live)");
    assertThat(ids("יפה")).containsExactly("hebrew");
    assertThat(ids("🎧")).containsExactly("emoji");
    assertThat(ids("<b>&")).containsExactly("quoted");
  }

  @Test
  void nonsenseIsRefused() {
    for (String text : List.of("", " ", "x".repeat(201))) {
      assertThatThrownBy(() -> search.search(text, 1)).isInstanceOf(IllegalArgumentException.class);
    }
    for (int limit : new int[] {0, 51}) {
      assertThatThrownBy(() -> search.search("x", limit))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private void title(String id, String title) {
    world.stores().catalog().put(id, new CatalogEntry(title, "track"), 0);
  }

  private List<String> ids(String text) {
    return search.search(text, 10).stream().map(ListedItem::id).toList();
  }
}
