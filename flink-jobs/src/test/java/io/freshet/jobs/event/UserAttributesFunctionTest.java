package io.freshet.jobs.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.record.DeadLetter;
import io.freshet.jobs.record.Reason;
import io.freshet.jobs.record.UserErasure;
import io.freshet.registry.InputSchemas;
import io.freshet.schemas.UserAttributes;
import io.freshet.schemas.wire.AvroCodec;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class UserAttributesFunctionTest {
  private static final long NOW = 1_772_366_400_000L;

  private final AvroCodec<UserAttributes> codec = new AvroCodec<>(UserAttributes.class);

  @SuppressWarnings("NullAway.Init")
  private OneInputStreamOperatorTestHarness<RawRecord, UserErasure> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        ProcessFunctionTestHarnesses.forProcessFunction(
            new UserAttributesFunction(EventConfig.defaults(), InputSchemas.defaults()));
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void nullValueErasesTheUserOfTheKeyAtTheTimeOfIngest() throws Exception {
    process("ü/1", null);
    assertThat(harness.extractOutputValues()).containsExactly(new UserErasure("ü/1", NOW));
    assertThat(letters()).isEmpty();
  }

  @Test
  void attributesEraseNobody() throws Exception {
    process("u", attributes("u"));
    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(letters()).isEmpty();
  }

  @Test
  void whatCannotBeUsedGoesToTheDeadLettersAndErasesNobody() throws Exception {
    byte[] rubbish = {1, 2, 3};
    process("u", rubbish);
    process("u", new byte[0]);
    process("u", attributes("someone else"));
    process(" ", null);
    process(null, null);
    process("x".repeat(257), null);
    process("u", new byte[65_537]);

    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(letters())
        .extracting(DeadLetter::reason)
        .containsExactly(
            Reason.UNDECODABLE,
            Reason.UNDECODABLE,
            Reason.MISSING_ID,
            Reason.MISSING_ID,
            Reason.MISSING_ID,
            Reason.OVERSIZE,
            Reason.OVERSIZE);
    assertThat(letters()).allSatisfy(letter -> assertThat(letter.message()).startsWith("Cannot "));
    assertThat(letters().get(0).value()).isEqualTo(rubbish);
    assertThat(letters().get(0).topic()).isEqualTo("user-attributes");
  }

  private byte[] attributes(String userId) {
    return codec.encode(new UserAttributes(userId, null, null, Map.of()));
  }

  private void process(@Nullable String key, byte @Nullable [] value) throws Exception {
    byte @Nullable [] keyBytes = key == null ? null : key.getBytes(UTF_8);
    harness.processElement(
        new RawRecord("user-attributes", 0, 0, NOW, keyBytes, value, NOW, RawRecord.NO_VERSION), 0);
  }

  private List<DeadLetter> letters() {
    @Nullable Queue<StreamRecord<DeadLetter>> letters =
        harness.getSideOutput(UserErasures.DEAD_LETTERS);
    return letters == null ? List.of() : letters.stream().map(StreamRecord::getValue).toList();
  }
}
