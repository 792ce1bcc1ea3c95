package io.freshet.cli.data;

import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.UserAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Our own format on disk, which {@code import} writes: {@code catalog-items.avro} and {@code
 * listening-events.avro}, Avro object container files of {@link CatalogItem} and {@link
 * ListeningEvent}; and, where something is known of users, {@code user-attributes.avro} of {@link
 * UserAttributes}. A user's last record there counts.
 */
public final class AvroDirectory implements FormatReader {
  private static final String ITEMS = "catalog-items.avro";
  private static final String EVENTS = "listening-events.avro";
  private static final String USERS = "user-attributes.avro";

  private final Path directory;

  AvroDirectory(Path directory) {
    this.directory = directory;
  }

  /** How many of each were written. */
  public record Written(long items, long events) {}

  /**
   * Writes the dataset into the directory, over what an earlier import wrote.
   *
   * @throws IOException if a file cannot be written
   */
  public static Written write(Dataset dataset, Path directory) throws IOException {
    Files.createDirectories(directory);
    List<CatalogItem> items = dataset.catalog();
    try (AvroFile.Writer<CatalogItem> writer =
        AvroFile.writer(directory.resolve(ITEMS), CatalogItem.class)) {
      for (CatalogItem item : items) {
        writer.append(item);
      }
    }
    writeUsers(dataset.users(), directory.resolve(USERS));
    long events = 0;
    try (AvroFile.Writer<ListeningEvent> writer =
            AvroFile.writer(directory.resolve(EVENTS), ListeningEvent.class);
        Stream<ListeningEvent> stream = dataset.events()) {
      for (Iterator<ListeningEvent> each = stream.iterator(); each.hasNext(); events++) {
        writer.append(each.next());
      }
    }
    return new Written(items.size(), events);
  }

  private static void writeUsers(List<UserAttributes> users, Path file) throws IOException {
    if (users.isEmpty()) {
      boolean unused = Files.deleteIfExists(file);
      return;
    }
    try (AvroFile.Writer<UserAttributes> writer = AvroFile.writer(file, UserAttributes.class)) {
      for (UserAttributes user : users) {
        writer.append(user);
      }
    }
  }

  @Override
  public List<CatalogItem> items(BadLines bad) throws IOException {
    List<CatalogItem> items = new ArrayList<>();
    AvroFile.read(directory.resolve(ITEMS), CatalogItem.class, items::add);
    return items;
  }

  @Override
  public List<UserAttributes> users() throws IOException {
    Map<String, UserAttributes> users = new LinkedHashMap<>();
    if (Files.exists(directory.resolve(USERS))) {
      AvroFile.read(
          directory.resolve(USERS),
          UserAttributes.class,
          user -> users.put(user.getUserId(), user));
    }
    return List.copyOf(users.values());
  }

  @Override
  public void events(Consumer<ListeningEvent> sink, BadLines bad) throws IOException {
    AvroFile.read(directory.resolve(EVENTS), ListeningEvent.class, sink);
  }
}
