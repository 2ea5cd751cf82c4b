package io.framelog.controlplane;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Publishers that an ingest node has recently refused, with the same address and message. Needed
 * for publishers on TCP, which only see a closed socket.
 *
 * @param at when the last of them was refused
 * @param count how many were refused
 * @param address network address, without a port
 * @param source their protocol: {@code tcp}, {@code http}, {@code websocket}
 * @param reason as in end records and metrics
 * @param message the same in a sentence; never contains a key
 * @param byteOffset where in the publisher's bytes, from 0; absent when it does not apply
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RefusedPublisher(
    Instant at,
    int count,
    String address,
    String source,
    String reason,
    String message,
    @Nullable Long byteOffset) {
  public RefusedPublisher {
    Required.field("refusals.at", at);
    Required.field("refusals.address", address);
    Required.field("refusals.source", source);
    Required.field("refusals.reason", reason);
    Required.field("refusals.message", message);
    Required.notNegative("refusals.count", count);
    Required.notNegative("refusals.byteOffset", byteOffset == null ? 0 : byteOffset);
  }

  /** The same publisher was refused once more. */
  public RefusedPublisher again(Instant when) {
    return new RefusedPublisher(when, count + 1, address, source, reason, message, byteOffset);
  }
}
