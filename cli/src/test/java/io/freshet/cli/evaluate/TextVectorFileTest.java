package io.freshet.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextVectorFileTest {
  @TempDir private Path directory;

  @Test
  void whatWasAppendedIsFoundAgain() throws IOException {
    Path file = directory.resolve("deeper/vectors.bin");
    TextVectorFile first = TextVectorFile.open(file, 2);
    assertThat(first.find("one")).isNull();
    first.append(List.of("one", "two"), List.of(new float[] {1, 2}, new float[] {3, 4}));
    TextVectorFile second = TextVectorFile.open(file, 2);
    second.append(List.of("three"), List.of(new float[] {5, 6}));
    TextVectorFile third = TextVectorFile.open(file, 2);
    assertThat(third.find("two")).containsExactly(3, 4);
    assertThat(third.find("three")).containsExactly(5, 6);
    assertThat(third.find("four")).isNull();
  }

  @Test
  void aHalfWrittenEndIsCutOff() throws IOException {
    Path file = directory.resolve("vectors.bin");
    TextVectorFile.open(file, 2).append(List.of("one"), List.of(new float[] {1, 2}));
    Files.write(file, new byte[7], StandardOpenOption.APPEND);
    TextVectorFile opened = TextVectorFile.open(file, 2);
    assertThat(opened.find("one")).containsExactly(1, 2);
    opened.append(List.of("two"), List.of(new float[] {3, 4}));
    assertThat(TextVectorFile.open(file, 2).find("two")).containsExactly(3, 4);
    assertThat(Files.size(file)).isEqualTo(2 * (16 + 8 + 4));
  }

  @Test
  void twoWhoAppendAtOnceKeepOneAnothersEntries() throws IOException {
    Path file = directory.resolve("vectors.bin");
    TextVectorFile one = TextVectorFile.open(file, 2);
    TextVectorFile other = TextVectorFile.open(file, 2);
    one.append(List.of("one"), List.of(new float[] {1, 2}));
    other.append(List.of("two"), List.of(new float[] {3, 4}));
    one.append(List.of("three"), List.of(new float[] {5, 6}));
    TextVectorFile all = TextVectorFile.open(file, 2);
    assertThat(all.find("one")).containsExactly(1, 2);
    assertThat(all.find("two")).containsExactly(3, 4);
    assertThat(all.find("three")).containsExactly(5, 6);
    assertThat(one.find("two")).as("read before it was appended to").containsExactly(3, 4);
  }

  @Test
  void aFileThatIsRemovedMeanwhileBeginsAnew() throws IOException {
    Path file = directory.resolve("vectors.bin");
    TextVectorFile opened = TextVectorFile.open(file, 2);
    opened.append(List.of("one"), List.of(new float[] {1, 2}));
    Files.delete(file);
    opened.append(List.of("two"), List.of(new float[] {3, 4}));
    TextVectorFile again = TextVectorFile.open(file, 2);
    assertThat(again.find("two")).containsExactly(3, 4);
    assertThat(Files.size(file)).isEqualTo(28);
  }

  @Test
  void whatFollowsADamagedEntryIsEncodedAgain() throws IOException {
    Path file = directory.resolve("vectors.bin");
    TextVectorFile.open(file, 2)
        .append(
            List.of("one", "two", "three"),
            List.of(new float[] {1, 2}, new float[] {3, 4}, new float[] {5, 6}));
    byte[] bytes = Files.readAllBytes(file);
    bytes[28 + 17] ^= 1;
    Files.write(file, bytes);
    TextVectorFile opened = TextVectorFile.open(file, 2);
    assertThat(opened.find("one")).containsExactly(1, 2);
    assertThat(opened.find("two")).isNull();
    opened.append(List.of("two"), List.of(new float[] {3, 4}));
    assertThat(TextVectorFile.open(file, 2).find("two")).containsExactly(3, 4);
    assertThat(Files.size(file)).isEqualTo(2 * 28);
  }
}
