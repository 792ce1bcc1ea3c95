package io.freshet.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class UserAttributeNamesTest {
  @Test
  void countryAndAgeComeFirstThenTheFreeOnesByName() {
    assertThat(names("SE", "25-34", Map.of("plan", "premium", "device", "speaker")))
        .containsExactly("country=SE", "age=25-34", "device=speaker", "plan=premium");
    assertThat(names(null, null, Map.of())).isEmpty();
  }

  @Test
  void aFreeAttributeNeverContradictsAField() {
    assertThat(names("SE", null, Map.of("country", "NO", "age", "18-24")))
        .containsExactly("country=SE", "age=18-24");
  }

  @Test
  void whatHasNoNameOrValueOrCouldBeTakenForAnotherIsLeftOut() {
    assertThat(names(" ", "", Map.of("", "x", " ", "y", "plan", " ", "a=b", "c"))).isEmpty();
  }

  @Test
  void noNameIsLongerAndNobodyHasMoreThanTheBounds() {
    String longest = "x".repeat(UserAttributeNames.MOST_CHARACTERS - "plan=".length());
    assertThat(names(null, null, Map.of("plan", longest))).containsExactly("plan=" + longest);
    assertThat(names(null, null, Map.of("plan", longest + "x"))).isEmpty();

    Map<String, String> many = new HashMap<>();
    for (int k = 0; k < 1_000; k++) {
      many.put("a" + k, "v");
    }
    assertThat(names("SE", "25-34", many))
        .hasSize(UserAttributeNames.MOST)
        .startsWith("country=SE", "age=25-34", "a0=v", "a1=v", "a10=v")
        .isEqualTo(names("SE", "25-34", new HashMap<>(many)));
  }

  private static List<String> names(
      @Nullable String country, @Nullable String age, Map<String, String> free) {
    return UserAttributeNames.of(new UserAttributes("ann", country, age, free));
  }
}
