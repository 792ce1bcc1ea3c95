package io.freshet.server.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.server.inference.batch.InferenceException;
import io.freshet.server.inference.batch.TensorSpec;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

/** Open Inference Protocol v2 over REST, health and metrics. */
final class HttpInferenceResource {
  private static final int UNAVAILABLE = 503;
  private static final Pattern GOOD_REQUEST_ID = Pattern.compile("[\\x21-\\x7E]{1,128}");

  private final InferenceService service;
  private final ModelRegistry registry;
  private final InferenceMetrics metrics;
  private final Executor answers;

  HttpInferenceResource(
      InferenceService service,
      ModelRegistry registry,
      InferenceMetrics metrics,
      Executor answers) {
    this.service = service;
    this.registry = registry;
    this.metrics = metrics;
    this.answers = answers;
  }

  void register(Javalin app) {
    app.before(HttpInferenceResource::echoRequestId);
    app.get("/v2", this::server);
    app.get("/v2/health/live", context -> json(context, HttpTensors.object()));
    app.get("/v2/health/ready", this::ready);
    app.get("/ping", this::ready);
    app.get("/metrics", this::metrics);
    for (String model : List.of("/v2/models/{model}", "/v2/models/{model}/versions/{version}")) {
      app.get(model, this::metadata);
      app.get(model + "/ready", this::modelReady);
      app.post(model + "/infer", this::infer);
    }
    app.exception(InferenceException.class, HttpInferenceResource::failed);
    app.exception(
        HttpResponseException.class,
        (e, context) -> error(context, e.getStatus(), String.valueOf(e.getMessage())));
    app.exception(Exception.class, (e, context) -> failed(InferenceService.unwrap(e), context));
  }

  private void server(Context context) {
    ObjectNode body = HttpTensors.object();
    body.put("name", ServerIdentity.NAME).put("version", ServerIdentity.version());
    body.putArray("extensions");
    json(context, body);
  }

  private void ready(Context context) {
    if (service.ready()) {
      json(context, HttpTensors.object());
    } else {
      error(context, UNAVAILABLE, "Cannot answer: the server is starting or stopping (not ready)");
    }
  }

  private void modelReady(Context context) {
    service.model(context.pathParam("model"), version(context));
    json(context, HttpTensors.object());
  }

  private void metadata(Context context) {
    ServedModel model = registry.find(context.pathParam("model"), version(context));
    ObjectNode body = HttpTensors.object();
    body.put("name", model.name());
    registry.versions(model.name()).forEach(body.putArray("versions")::add);
    body.put("platform", model.platform());
    tensors(body.putArray("inputs"), model.signature().inputs());
    tensors(body.putArray("outputs"), model.signature().outputs());
    json(context, body);
  }

  private void infer(Context context) {
    String name = context.pathParam("model");
    String version = version(context);
    byte[] body = context.bodyAsBytes();
    JsonNode request = HttpTensors.parse(body);
    context.future(
        () ->
            service
                .infer(name, version, () -> HttpTensors.inputs(request), () -> false)
                .thenApplyAsync(
                    answer -> HttpTensors.response(request.path("id").asText(), answer), answers)
                .thenAccept(response -> json(context, response)));
  }

  private void metrics(Context context) throws IOException {
    registry.waitingRows().forEach(metrics::pending);
    ExpositionFormatWriter writer = ExpositionFormats.init().findWriter(context.header("Accept"));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    writer.write(body, metrics.registry().scrape());
    context.contentType(writer.getContentType()).result(body.toByteArray());
  }

  private static void tensors(ArrayNode tensors, List<TensorSpec> specs) {
    for (TensorSpec spec : specs) {
      ObjectNode tensor = tensors.addObject();
      tensor.put("name", spec.name()).put("datatype", spec.datatype().name());
      spec.shape().forEach(tensor.putArray("shape")::add);
    }
  }

  private static String version(Context context) {
    return context.pathParamMap().getOrDefault("version", "");
  }

  private static void echoRequestId(Context context) {
    String id = context.header("x-request-id");
    if (id != null && GOOD_REQUEST_ID.matcher(id).matches()) {
      context.header("x-request-id", id);
    }
  }

  private static void failed(InferenceException failure, Context context) {
    if (failure.code() == InferenceException.Code.UNAVAILABLE) {
      context.header("Retry-After", "1");
    }
    error(context, status(failure.code()), String.valueOf(failure.getMessage()));
  }

  private static int status(InferenceException.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT -> 400;
      case NOT_FOUND -> 404;
      case UNAVAILABLE -> UNAVAILABLE;
      case DEADLINE_EXCEEDED -> 504;
      case OUT_OF_MEMORY -> 507;
      case INTERNAL -> 500;
    };
  }

  private static void error(Context context, int status, String message) {
    context.status(status);
    json(context, HttpTensors.object().put("error", message));
  }

  private static void json(Context context, ObjectNode body) {
    context.contentType("application/json").result(body.toString());
  }
}
