package io.freshet.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.groups.Tuple.tuple;

import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Signal;
import io.freshet.schemas.UserAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFormatTest {
  @TempDir private Path directory;

  @Test
  void movieTweetingsRatingsAreEventsAndHighOnesAreLikes() throws IOException {
    write("movies.dat", "0000001::First – Film (1913)::Crime|Drama", "0000002::Second (1915)::");
    write("ratings.dat", "7::0000002::9::1365029107", "7::0000001::5::1365029100", "broken");
    Dataset data = DataFormat.MOVIETWEETINGS.open(directory);
    assertThat(data.catalog()).extracting(CatalogItem::getTitle).contains("First – Film (1913)");
    assertThat(data.catalog().get(0).getGenres()).containsExactly("Crime", "Drama");
    assertThat(data.catalog().get(1).getGenres()).isEmpty();
    List<ListeningEvent> events = events(data);
    assertThat(events)
        .extracting(ListeningEvent::getSignal)
        .containsExactly(Signal.STREAM, Signal.LIKE);
    assertThat(events.get(1).getOccurredAt()).isEqualTo(Instant.ofEpochSecond(1365029107));
    assertThat(events.get(1).getContext()).containsEntry("rating", "9");
    assertThat(data.badLines().examples())
        .containsExactly(new BadLine("ratings.dat:3", Fault.FIELDS, "1 fields, not 4"));
  }

  @Test
  void hetrecTagsOfOneUserArtistAndDayAreOneEvent() throws IOException {
    write("artists.dat", "id\tname\turl\tpictureURL", "51\tArtist\tu\tp", "52\tOther\tu\tp");
    write("tags.dat", "tagID\ttagValue", "1\tmetal", "2\tdoom");
    write(
        "user_taggedartists.dat",
        "userID\tartistID\ttagID\tday\tmonth\tyear",
        "2\t51\t1\t1\t4\t2009",
        "2\t51\t2\t1\t4\t2009",
        "3\t51\t2\t2\t4\t2008",
        "3\t51\t2\t1\t1\t1956",
        "3\t51\t2\t31\t2\t2008");
    Dataset data = DataFormat.HETREC_LASTFM.open(directory);
    assertThat(data.catalog().get(0).getDescription()).isEqualTo("doom, metal");
    assertThat(data.catalog().get(1).getDescription()).isEmpty();
    assertThat(events(data))
        .extracting(ListeningEvent::getUserId)
        .as("one event a user, artist and day; by time")
        .containsExactly("3", "2");
    assertThat(data.badLines().count()).isEqualTo(2);
  }

  @Test
  void hetrecTextBeforeATimeKnowsOnlyTheTagsBefore() throws IOException {
    write("artists.dat", "id\tname\turl\tpictureURL", "51\tArtist\tu\tp", "52\tOther\tu\tp");
    write("tags.dat", "tagID\ttagValue", "1\tmetal", "2\tdoom");
    write(
        "user_taggedartists.dat",
        "userID\tartistID\ttagID\tday\tmonth\tyear",
        "2\t51\t1\t1\t4\t2008",
        "3\t51\t2\t2\t4\t2008");
    Dataset data = DataFormat.HETREC_LASTFM.open(directory);
    List<CatalogItem> before = data.catalogBefore(Instant.parse("2008-04-02T00:00:00Z"));
    assertThat(before)
        .extracting(CatalogItem::getItemId, CatalogItem::getDescription)
        .containsExactly(tuple("51", "metal"), tuple("52", ""));
    assertThat(data.catalogBefore(Instant.parse("2008-04-03T00:00:00Z"))).isEqualTo(data.catalog());
  }

  @Test
  void hetrecTagsCanBeItemsOfTheirOwn() throws IOException {
    write("artists.dat", "id\tname\turl\tpictureURL", "51\tArtist\tu\tp");
    write("tags.dat", "tagID\ttagValue", "1\tmetal");
    write(
        "user_taggedartists.dat",
        "userID\tartistID\ttagID\tday\tmonth\tyear",
        "2\t51\t1\t1\t4\t2009",
        "2\t52\t1\t1\t4\t2009");
    Dataset data = DataFormat.HETREC_LASTFM_TAGS.open(directory);
    assertThat(data.catalog())
        .extracting(CatalogItem::getItemId, CatalogItem::getItemType, CatalogItem::getTitle)
        .containsExactly(tuple("51", "artist", "Artist"), tuple("tag-1", "tag", "metal"));
    assertThat(events(data))
        .extracting(ListeningEvent::getItemId)
        .as("the tag once a day")
        .containsExactly("51", "tag-1", "52");
    assertThat(events(DataFormat.HETREC_LASTFM.open(directory))).hasSize(2);
  }

  @Test
  void amazonDomainsAreItemTypes() throws IOException {
    write("items.json", "{\"B01\": [1, 0], \"B02\": [2, 1]}");
    write("sequences.txt", "0 1|1381536000 2|1381536001", "1 9|1381536000");
    Dataset data = DataFormat.AMAZON.open(directory);
    assertThat(data.catalog())
        .extracting(CatalogItem::getItemType)
        .containsExactly("food", "kitchen");
    assertThat(events(data))
        .extracting(ListeningEvent::getItemType)
        .containsExactly("food", "kitchen");
    assertThat(data.badLines().count()).isEqualTo(1);
  }

  @Test
  void csvKnowsQuotesListsAndBothTimes() throws IOException {
    write(
        "items.csv",
        "\uFEFFitem_id,title,genres,duration_ms",
        "a,\"One, \"\"two\"\"",
        "three\",x|y,1000");
    write(
        "events.csv",
        "user_id,item_id,occurred_at,signal",
        "u,a,2024-05-01T10:00:00Z,SKIP",
        "u,a,1714557600000,",
        "u,a,1714557600,",
        "u,a,yesterday,",
        ",a,1714557600000,",
        "u,a,1714557600000,DANCE");
    Dataset data = DataFormat.CSV.open(directory);
    CatalogItem item = data.catalog().get(0);
    assertThat(item.getTitle()).isEqualTo("One, \"two\"\nthree");
    assertThat(item.getGenres()).containsExactly("x", "y");
    assertThat(item.getDurationMs()).isEqualTo(1000);
    assertThat(events(data))
        .extracting(ListeningEvent::getSignal, ListeningEvent::getOccurredAt)
        .containsExactly(
            tuple(Signal.SKIP, Instant.parse("2024-05-01T10:00:00Z")),
            tuple(Signal.STREAM, Instant.ofEpochMilli(1714557600000L)));
    assertThat(data.badLines().examples())
        .hasSize(4)
        .first()
        .hasToString("events.csv:4: occurred_at looks like seconds (1714557600)");
  }

  @Test
  void jsonLinesWithoutItemsNamesTheItemsOfTheEvents() throws IOException {
    write(
        "events.jsonl",
        "{\"user_id\":\"u\",\"item_id\":\"مرحبا/🎧%\",\"item_type\":\"podcast\",\"occurred_at\":1714557600000,\"ms_played\":5}",
        "[1]",
        "{");
    Dataset data = DataFormat.JSONL.open(directory);
    assertThat(data.catalog())
        .extracting(CatalogItem::getItemId, CatalogItem::getItemType)
        .containsExactly(tuple("مرحبا/🎧%", "podcast"));
    assertThat(events(data))
        .hasSize(1)
        .first()
        .extracting(ListeningEvent::getMsPlayed)
        .isEqualTo(5L);
    assertThat(data.badLines().count()).isEqualTo(2);
  }

  @Test
  void bothFormsOfASpotifyExportAreRead() throws IOException {
    write(
        "StreamingHistory_music_0.json",
        "[{\"endTime\":\"2024-05-01 10:04\",\"artistName\":\"A\",\"trackName\":\"T\",\"msPlayed\":240000},",
        "{\"endTime\":\"2024-05-01 10:05\",\"artistName\":\"A\",\"trackName\":\"U\",\"msPlayed\":2000},",
        "{\"endTime\":\"then\",\"artistName\":\"A\",\"trackName\":\"U\",\"msPlayed\":2000}]");
    String episode =
        "{\"ts\":\"2023-01-01T00:10:00Z\",\"ms_played\":600000,\"episode_name\":\"E\",\"episode_show_name\":\"S\",\"spotify_episode_uri\":\"spotify:episode:1\",\"master_metadata_track_name\":null}";
    String track =
        "{\"ts\":\"2022-01-01T00:10:00Z\",\"ms_played\":60000,\"master_metadata_track_name\":\"T\",\"master_metadata_album_artist_name\":\"A\",\"spotify_track_uri\":\"spotify:track:1\",\"reason_end\":\"trackdone\"}";
    write("Streaming_History_Audio_2022-2023_0.json", "[" + episode + ",", track + ", {\"ts\":1");
    Dataset data = DataFormat.SPOTIFY_EXPORT.open(directory);
    assertThat(data.catalog())
        .extracting(CatalogItem::getItemId)
        .containsExactlyInAnyOrder("track:A/T", "track:A/U", "show:S", "spotify:track:1");
    List<ListeningEvent> events = events(data);
    assertThat(events)
        .extracting(ListeningEvent::getSignal)
        .containsExactly(Signal.COMPLETE, Signal.STREAM, Signal.STREAM, Signal.SKIP);
    assertThat(events.get(1).getItemType()).isEqualTo("podcast");
    assertThat(events.get(2).getOccurredAt()).isEqualTo(Instant.parse("2024-05-01T10:00:00Z"));
    assertThat(data.badLines().count()).isEqualTo(2);
  }

  @Test
  void importedDataIsReadBackUnchanged(@TempDir Path imported) throws IOException {
    write("movies.dat", "1::First (1913)::Crime");
    write("ratings.dat", "7::1::9::1365029107", "8::1::2::1365029100");
    Dataset data = DataFormat.MOVIETWEETINGS.open(directory);
    AvroDirectory.Written written = AvroDirectory.write(data, imported);
    assertThat(written).isEqualTo(new AvroDirectory.Written(1, 2));
    Dataset again = DataFormat.AVRO.open(imported);
    assertThat(again.catalog()).isEqualTo(data.catalog());
    assertThat(events(again)).isEqualTo(events(data));
  }

  @Test
  void whatIsKnownOfUsersGoesWithImportedData(@TempDir Path from, @TempDir Path to)
      throws IOException {
    UserAttributes earlier = new UserAttributes("7", "NO", null, Map.of());
    UserAttributes ann = new UserAttributes("7", "SE", "25-34", Map.of("plan", "free"));
    UserAttributes bob = new UserAttributes("8", null, null, Map.of());
    try (AvroFile.Writer<UserAttributes> writer =
        AvroFile.writer(from.resolve("user-attributes.avro"), UserAttributes.class)) {
      writer.append(earlier);
      writer.append(bob);
      writer.append(ann);
    }
    write("movies.dat", "1::First (1913)::Crime");
    write("ratings.dat", "7::1::9::1365029107");
    Dataset movies = DataFormat.MOVIETWEETINGS.open(directory);
    assertThat(movies.users()).isEmpty();
    AvroDirectory.write(movies, to);
    Files.copy(to.resolve("catalog-items.avro"), from.resolve("catalog-items.avro"));
    Files.copy(to.resolve("listening-events.avro"), from.resolve("listening-events.avro"));

    AvroDirectory.write(DataFormat.AVRO.open(from), to);
    assertThat(DataFormat.AVRO.open(to).users()).containsExactlyInAnyOrder(ann, bob);
    // An import of other data leaves nothing of these users behind.
    AvroDirectory.write(movies, to);
    assertThat(DataFormat.AVRO.open(to).users()).isEmpty();
  }

  @Test
  void missingFileIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DataFormat.MOVIETWEETINGS.open(directory))
        .withMessageContaining("movies.dat");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DataFormat.of("mp3"))
        .withMessageContaining("mp3");
  }

  private static List<ListeningEvent> events(Dataset data) {
    try (Stream<ListeningEvent> events = data.events()) {
      return events.toList();
    }
  }

  private void write(String file, String... lines) throws IOException {
    Files.write(directory.resolve(file), List.of(lines));
  }
}
