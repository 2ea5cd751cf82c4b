package io.framelog.control.rest;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;

/** Additions to the OpenAPI document that apply to all of the control API. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDocument implements OASFilter {
  /** Relative to {@code /q/openapi}: a proxy may publish the server below a path prefix. */
  private static final String SERVER = "..";

  @Override
  public void filterOpenAPI(OpenAPI document) {
    document.setServers(
        List.of(OASFactory.createServer().url(SERVER).description("Server of this document")));
    // The control API has no authentication.
    document.setSecurity(List.of());
    document.getPaths().getPathItems().values().stream()
        .flatMap(path -> path.getOperations().values().stream())
        .forEach(ApiDocument::addRefusals);
  }

  private static void addRefusals(Operation operation) {
    operation
        .getResponses()
        .addAPIResponse(
            "403",
            OASFactory.createAPIResponse()
                .description("A page of a website that framelog.control.origins does not name"))
        .addAPIResponse(
            "421",
            OASFactory.createAPIResponse()
                .description("A Host that is not the service's, see framelog.hosts"));
    if (operation.getRequestBody() != null) {
      operation
          .getResponses()
          .addAPIResponse(
              "415",
              OASFactory.createAPIResponse()
                  .description(
                      "A Content-Type other than application/json, or a Content-Encoding"));
    }
  }
}
