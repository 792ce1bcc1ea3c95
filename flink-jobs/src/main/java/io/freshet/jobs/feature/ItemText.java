package io.freshet.jobs.feature;

import io.freshet.schemas.CatalogItem;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The text an item is encoded from: title, creators, genres and description, in this order, joined
 * by {@code ". "}; several creators or genres by {@code ", "}. Runs of white space become one blank
 * and blank parts are left out. The order is by worth, because encoders read the beginning only.
 * Text beyond the limit is cut off. An item of which nothing is known has its type as its text, so
 * that it still gets a vector near others of that type.
 *
 * <p>The rule is part of every text hash: changing it encodes the whole catalog anew.
 */
final class ItemText {
  private ItemText() {}

  static String of(CatalogItem item, int maxChars) {
    String text =
        Stream.of(
                item.getTitle(),
                list(item.getCreators()),
                list(item.getGenres()),
                item.getDescription())
            .map(ItemText::tidy)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(". "));
    return cut(text.isEmpty() ? tidy(item.getItemType()) : text, maxChars);
  }

  private static String list(List<String> parts) {
    return parts.stream()
        .map(ItemText::tidy)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String tidy(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static String cut(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(maxChars - 1));
    return text.substring(0, splitsPair ? maxChars - 1 : maxChars);
  }
}
