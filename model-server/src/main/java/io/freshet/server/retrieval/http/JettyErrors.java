package io.freshet.server.retrieval.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.handler.ErrorHandler;

/** The error envelope for requests so broken that Jetty refuses them before any handler. */
final class JettyErrors extends ErrorHandler {
  private final ObjectMapper json;

  JettyErrors(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
    fields.put(HttpHeader.CONTENT_TYPE, "application/json");
    ErrorView error =
        ErrorView.of(ErrorCode.INVALID_REQUEST, "Cannot read request: %s".formatted(reason));
    try {
      return UTF_8.encode(json.writeValueAsString(error));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write error", e);
    }
  }
}
