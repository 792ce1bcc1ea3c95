package io.freshet.cli.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Signal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * One play of a Spotify personal export, from either of its two forms. Times in the export are when
 * the play ended; the event occurred when it began. A play is a SKIP when it was marked so or
 * lasted under 30 s, COMPLETE when the track ran to its end, STREAM otherwise.
 */
record SpotifyPlay(
    String itemId,
    String type,
    String title,
    String creator,
    String description,
    Signal signal,
    Instant ended,
    Duration played,
    String user) {
  private static final Duration SKIP = Duration.ofSeconds(30);
  private static final String NOBODY = "me";
  private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  /** The item a play is about: episodes stand for their show, chapters for their book. */
  private record Item(String id, String type, String title, String creator, String description) {}

  static SpotifyPlay of(JsonNode node) throws BadLineException {
    boolean extended = node.has("ts");
    Item item = extended ? extendedItem(node) : item(node);
    Duration played = Duration.ofMillis(node.path(extended ? "ms_played" : "msPlayed").asLong(-1));
    if (played.isNegative()) {
      throw new BadLineException(Fault.MISSING, "played time is missing or negative");
    }
    return new SpotifyPlay(
        item.id,
        item.type,
        item.title,
        item.creator,
        item.description,
        signal(node, played),
        ended(node),
        played,
        node.path("username").asText(NOBODY));
  }

  ListeningEvent event() {
    // Exports overlap: the same play in two files has the same id and counts once.
    String id =
        "spotify-%s-%d-%d-%s".formatted(user, ended.toEpochMilli(), played.toMillis(), itemId);
    return Records.event(id, user, itemId, type, signal, ended.minus(played))
        .setMsPlayed(played.toMillis())
        .build();
  }

  CatalogItem item() {
    return Records.item(itemId, type, title, description)
        .setCreators(creator.isEmpty() ? List.of() : List.of(creator))
        .build();
  }

  private static Item extendedItem(JsonNode node) throws BadLineException {
    String show = text(node, "episode_show_name");
    if (!show.isEmpty()) {
      return show(show);
    }
    String book = text(node, "audiobook_title");
    if (!book.isEmpty()) {
      String uri = text(node, "audiobook_uri");
      return new Item(uri.isEmpty() ? "audiobook:" + book : uri, "audiobook", book, "", "");
    }
    return track(
        text(node, "spotify_track_uri"),
        text(node, "master_metadata_album_artist_name"),
        text(node, "master_metadata_track_name"),
        text(node, "master_metadata_album_album_name"));
  }

  private static Item item(JsonNode node) throws BadLineException {
    String show = text(node, "podcastName");
    if (!show.isEmpty()) {
      return show(show);
    }
    return track("", text(node, "artistName"), text(node, "trackName"), "");
  }

  private static Item show(String name) {
    return new Item("show:" + name, "podcast", name, "", "");
  }

  private static Item track(String uri, String artist, String title, String album)
      throws BadLineException {
    if (title.isEmpty()) {
      throw new BadLineException(Fault.MISSING, "play has no title");
    }
    String id = uri.isEmpty() ? "track:%s/%s".formatted(artist, title) : uri;
    return new Item(id, "track", title, artist, album);
  }

  private static Signal signal(JsonNode node, Duration played) {
    if (node.path("skipped").asBoolean(false) || played.compareTo(SKIP) < 0) {
      return Signal.SKIP;
    }
    return text(node, "reason_end").equals("trackdone") ? Signal.COMPLETE : Signal.STREAM;
  }

  private static Instant ended(JsonNode node) throws BadLineException {
    String time = text(node, node.has("ts") ? "ts" : "endTime");
    try {
      return node.has("ts")
          ? Instant.parse(time)
          : LocalDateTime.parse(time, MINUTES).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new BadLineException(Fault.TIME, "not a time (%s)".formatted(time), e);
    }
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isTextual() ? value.asText().trim() : "";
  }
}
