package io.freshet.cli.world;

import io.freshet.schemas.CatalogItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Makes the catalog's items. Each belongs to a community, and each community has one theme per
 * kind; several communities share a theme, so text alone tells an item's theme but not its
 * community, and nothing in the text ties a podcast theme to a music theme: that only listening
 * shows.
 */
final class ItemMaker {
  private static final int ITEMS_PER_CREATOR = 8;
  private static final int WORDS = 5;
  private static final double STRAY_WORD = 0.1;
  private static final List<String> FIRST_NAMES =
      List.of(
          "Ada", "Bruno", "Chidi", "Dilara", "Emil", "Farah", "Goro", "Hana", "Ines", "Jonas",
          "Kaia", "Luca", "Mira", "Noor", "Olga", "Pavel", "Rosa", "Sami", "Tove", "Yusuf");
  private static final List<String> LAST_NAMES =
      List.of(
          "Abara", "Berg", "Costa", "Dahl", "Eriksen", "Falk", "Garcia", "Holm", "Ivanov", "Jansen",
          "Kimura", "Lind", "Moreau", "Nkosi", "Okafor", "Petrov", "Quist", "Rossi", "Sato",
          "Tanaka", "Ueda", "Varga", "Weiss", "Yilmaz", "Zhou");

  private final WorldSettings settings;
  private final Map<ItemKind, List<Theme>> themes = new EnumMap<>(ItemKind.class);

  ItemMaker(WorldSettings settings) {
    this.settings = settings;
    List<Theme> all = Theme.all();
    for (ItemKind kind : ItemKind.values()) {
      themes.put(kind, assigned(kind, all));
    }
  }

  /** The item of that number; released long ago, or at the given time. */
  WorldItem item(int number, Instant released) {
    Dice dice = Dice.of(settings.seed(), 1, number);
    ItemKind kind = kind(dice.unit());
    int community = dice.below(settings.communities());
    Theme theme = theme(kind, community);
    String creator = creator(kind, community, dice);
    long duration = dice.between(kind.leastMillis(), kind.mostMillis());
    CatalogItem item =
        CatalogItem.newBuilder()
            .setItemId("%s-%d".formatted(kind.type(), number))
            .setItemType(kind.type())
            .setTitle(title(kind, theme, dice))
            .setDescription(description(kind, theme, creator, dice))
            .setCreators(List.of(creator))
            .setGenres(List.of(theme.name()))
            .setLanguage("en")
            .setDurationMs(duration)
            .setMarkets(List.of())
            .setAttributes(Map.of())
            .setReleasedAt(released)
            .build();
    return new WorldItem(item, kind, community, creator, duration);
  }

  /** Theme of each community: all themes about equally often, in an order of its own per kind. */
  private List<Theme> assigned(ItemKind kind, List<Theme> all) {
    List<Theme> own = all.stream().filter(theme -> theme.type().equals(kind.type())).toList();
    List<Theme> assigned = new ArrayList<>();
    for (int community = 0; community < settings.communities(); community++) {
      assigned.add(own.get(community % own.size()));
    }
    Collections.shuffle(
        assigned, new Random(Dice.mixed(settings.seed(), 2, kind.type().hashCode())));
    return assigned;
  }

  private Theme theme(ItemKind kind, int community) {
    return themes.getOrDefault(kind, List.of()).get(community);
  }

  private static ItemKind kind(double unit) {
    double sum = 0;
    for (ItemKind kind : ItemKind.values()) {
      sum += kind.share();
      if (unit < sum) {
        return kind;
      }
    }
    return ItemKind.TRACK;
  }

  private String creator(ItemKind kind, int community, Dice dice) {
    double items = settings.items() * kind.share() / settings.communities();
    int which = dice.below((int) Math.max(1, items / ITEMS_PER_CREATOR));
    Dice name = Dice.of(settings.seed(), 3, kind.type().hashCode(), community, which);
    return name.oneOf(FIRST_NAMES) + " " + name.oneOf(LAST_NAMES);
  }

  private static String title(ItemKind kind, Theme theme, Dice dice) {
    String first = capital(dice.oneOf(theme.words()));
    String second = capital(dice.oneOf(theme.words()));
    while (second.equals(first)) {
      second = capital(dice.oneOf(theme.words()));
    }
    return switch (kind) {
      case TRACK -> dice.chance(0.3) ? first : "%s %s".formatted(first, second);
      case PODCAST ->
          dice.chance(0.5) ? "The %s Hour".formatted(first) : "%s and %s".formatted(first, second);
      case AUDIOBOOK -> "The %s of the %s".formatted(first, second);
    };
  }

  private String description(ItemKind kind, Theme theme, String creator, Dice dice) {
    Set<String> distinct = new LinkedHashSet<>();
    while (distinct.size() < WORDS) {
      Theme source =
          dice.chance(STRAY_WORD) ? theme(kind, dice.below(settings.communities())) : theme;
      distinct.add(dice.oneOf(source.words()));
    }
    List<String> words = new ArrayList<>(distinct);
    String pattern =
        switch (kind) {
          case TRACK -> "%s by %s: %s and %s, with %s, %s and %s.";
          case PODCAST -> "%s show. %s talks about %s, %s, %s, %s and %s.";
          case AUDIOBOOK -> "%s book by %s about %s, %s, %s, %s and %s.";
        };
    return pattern.formatted(
        capital(theme.name()),
        creator,
        words.get(0),
        words.get(1),
        words.get(2),
        words.get(3),
        words.get(4));
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
