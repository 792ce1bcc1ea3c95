package io.freshet.server.retrieval.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RedactionTest {
  private final Redaction redaction = new Redaction(new byte[] {1, 2, 3});

  @Test
  void messagesLoseValuesAndTheKey() {
    byte[] user = "user-17".getBytes(UTF_8);
    assertThat(
            redaction.message(
                "Cannot use event of user-17: occurred_at is in seconds (1700000000)", user))
        .isEqualTo("Cannot use event of …: occurred_at is in seconds (…)");
    assertThat(redaction.message("Cannot find \"user-9\" or 'user-8'\n\u001b[2J", user))
        .doesNotContain("user-", "\n", "\u001b");
    assertThat(redaction.message("x".repeat(500), null)).hasSizeLessThan(170);
  }

  @Test
  void idsAreTheSameWithinAProcessAndOthersInAnother() {
    byte[] user = "user-17".getBytes(UTF_8);
    assertThat(redaction.id(user)).hasSize(8).isEqualTo(redaction.id(user.clone()));
    assertThat(redaction.id("user-18".getBytes(UTF_8))).isNotEqualTo(redaction.id(user));
    assertThat(new Redaction(new byte[] {9}).id(user)).isNotEqualTo(redaction.id(user));
    assertThat(redaction.id(null)).isEmpty();
  }
}
