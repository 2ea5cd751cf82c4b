package io.framelog.control.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.framelog.controlplane.RefusedPublisher;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A refusal as the API shows it.
 *
 * @param node id of the ingest node that refused
 */
@Schema(name = "Refusal")
public record RefusalView(
    @Schema(description = "Ingest node that refused") String node,
    @JsonUnwrapped RefusedPublisher refusal) {}
