package io.framelog.control.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.framelog.controlplane.CaptureState;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A capture as the API shows it.
 *
 * @param node id of the node whose devices it captures
 */
@Schema(name = "Capture")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CaptureView(
    @Schema(description = "Node whose devices it captures") String node,
    @JsonUnwrapped CaptureState capture) {}
