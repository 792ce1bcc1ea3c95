package io.freshet.server.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.server.inference.batch.InferenceException;
import io.grpc.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InferenceServiceTest {
  private final InferenceMetrics metrics = new InferenceMetrics();
  private final InferenceService service =
      new InferenceService(new ModelRegistry(1, metrics), metrics);

  @Test
  void requestsBeforeAndAfterServingAreUnavailable() {
    assertThat(service.ready()).isFalse();
    assertCode(InferenceException.Code.UNAVAILABLE);
    service.open();
    assertThat(service.ready()).isTrue();
    assertCode(InferenceException.Code.NOT_FOUND);
    service.shut();
    assertCode(InferenceException.Code.UNAVAILABLE);
  }

  @Test
  void codesKeepTheirNamesOnTheWire() {
    for (InferenceException.Code code : InferenceException.Code.values()) {
      Status status = GrpcInferenceService.status(new InferenceException(code, "why"));
      String expected =
          code == InferenceException.Code.OUT_OF_MEMORY ? "RESOURCE_EXHAUSTED" : code.name();
      assertThat(status.getCode().name()).isEqualTo(expected);
      assertThat(status.getDescription()).isEqualTo("why");
    }
  }

  private void assertCode(InferenceException.Code code) {
    assertThatThrownBy(() -> service.infer("any", "", Map::of, () -> false).join())
        .hasCauseInstanceOf(InferenceException.class)
        .satisfies(e -> assertThat(InferenceService.unwrap(e).code()).isEqualTo(code));
  }
}
