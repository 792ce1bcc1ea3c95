package io.freshet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

final class TopicsTest {
  private final Topics topics = new Topics("prod.", 4);

  @Test
  void everyNameStartsWithThePrefix() {
    assertThat(topics.fixed()).allMatch(topic -> topic.name().startsWith("prod."));
    assertThat(topics.itemEmbeddings("r-1").name()).isEqualTo("prod.item-embeddings-r-1");
    assertThat(topics.listeningEvents().deadLetters()).isEqualTo("prod.listening-events.dlq");
  }

  @Test
  void releaseThatCannotBePartOfATopicNameIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> topics.itemEmbeddings("Release/1"))
        .withMessageContaining("Release/1");
  }

  @Test
  void everyFieldOfEveryRecordIsDocumented() {
    for (Topic topic : topics.fixed()) {
      assertDocumented(topic.schema());
    }
    assertDocumented(topics.itemFeatures("e").schema());
    assertDocumented(topics.itemEmbeddings("r").schema());
    assertDocumented(topics.embeddingRounds("r").schema());
    assertDocumented(ActiveRelease.getClassSchema());
  }

  private static void assertDocumented(Schema schema) {
    assertThat(schema.getDoc()).as(schema.getName()).isNotBlank();
    for (Schema.Field field : schema.getFields()) {
      assertThat(field.doc()).as(schema.getName() + "." + field.name()).isNotBlank();
    }
  }
}
