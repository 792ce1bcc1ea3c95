package io.freshet.cli.evaluate;

import static java.util.Objects.requireNonNull;

import io.freshet.cli.data.BadLines;
import io.freshet.cli.data.Dataset;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.UserAttributes;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Data as if items of one type had never been. Immutable. */
final class WithoutType implements Dataset {
  private final Dataset dataset;
  private final String type;

  WithoutType(Dataset dataset, String type) {
    this.dataset = requireNonNull(dataset, "dataset is null");
    this.type = requireNonNull(type, "type is null");
  }

  @Override
  public List<CatalogItem> catalog() {
    return without(dataset.catalog());
  }

  @Override
  public List<CatalogItem> catalogBefore(Instant time) {
    return without(dataset.catalogBefore(time));
  }

  @Override
  public boolean isCatalogDated() {
    return dataset.isCatalogDated();
  }

  @Override
  public Stream<ListeningEvent> events() {
    return dataset.events().filter(event -> !event.getItemType().equals(type));
  }

  @Override
  public List<UserAttributes> users() {
    return dataset.users();
  }

  @Override
  public BadLines badLines() {
    return dataset.badLines();
  }

  private List<CatalogItem> without(List<CatalogItem> items) {
    return items.stream().filter(item -> !item.getItemType().equals(type)).toList();
  }
}
