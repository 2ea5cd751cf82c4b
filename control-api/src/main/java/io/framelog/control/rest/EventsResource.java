package io.framelog.control.rest;

import io.framelog.control.events.StreamEvent;
import io.framelog.control.events.StreamEvents;
import io.framelog.control.registry.StreamRegistry;
import io.framelog.control.registry.StreamView;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** Events of streams as they happen. */
@Path("/api/events")
@Tag(name = "Events")
public class EventsResource {
  /** Below the idle time-outs of common proxies. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  private static final Logger LOG = Logger.getLogger(EventsResource.class);

  private final StreamEvents events;
  private final StreamRegistry registry;

  EventsResource(StreamEvents events, StreamRegistry registry) {
    this.events = events;
    this.registry = registry;
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      operationId = "followStreams",
      summary = "Follow streams",
      description =
          "Server-sent events started, updated, ended, removing (an idle stream, which is removed"
              + " at removalAt unless it is published before) and removed. Begins with a started"
              + " for each live stream, so that a reconnecting listener has the current state. A"
              + " listener that does not keep up is disconnected.")
  @APIResponse(
      responseCode = "200",
      description = "Events, until the client disconnects",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(implementation = StreamEvent.class)))
  @NonBlocking
  public void follow(@Context Sse sse, @Context SseEventSink sink, @Context RoutingContext rc) {
    Multi<OutboundSseEvent> happening = events.listen(this::live).map(event -> message(sse, event));
    Multi<OutboundSseEvent> keepAlive =
        Multi.createFrom()
            .ticks()
            .every(KEEP_ALIVE)
            .onOverflow()
            .drop()
            .map(tick -> comment(sse, "still here"));
    // The first item is sent at once, with the head of the response, before any other.
    Multi<OutboundSseEvent> all =
        Multi.createBy()
            .concatenating()
            .streams(
                Multi.createFrom().item(comment(sse, "streams")),
                Multi.createBy().merging().streams(keepAlive, happening));
    Cancellable listening =
        all.onItem()
            .transformToUniAndConcatenate(
                event -> Uni.createFrom().completionStage(() -> send(sink, event)))
            .subscribe()
            .with(sent -> {}, failure -> disconnect(rc, failure));
    rc.addEndHandler(ended -> listening.cancel());
  }

  /** Ignores a listener that has just disconnected: the end of its request cancels the events. */
  private static CompletionStage<?> send(SseEventSink sink, OutboundSseEvent event) {
    try {
      return sink.send(event);
    } catch (IllegalStateException closed) {
      LOG.debugf("event was not sent: %s", closed.getMessage());
      return CompletableFuture.completedFuture(null);
    }
  }

  /**
   * Ends the response to a listener that has disconnected or does not keep up. Runs as a later task
   * of the event loop, because a failed write is reported from within Netty's encoder, which must
   * not be re-entered.
   */
  private static void disconnect(RoutingContext rc, Throwable failure) {
    LOG.debugf("event listener disconnected reason=%s", failure.toString());
    rc.vertx()
        .runOnContext(
            later -> {
              HttpServerResponse response = rc.response();
              if (!response.ended() && !response.closed()) {
                response.reset();
              }
            });
  }

  private static OutboundSseEvent comment(Sse sse, String text) {
    return sse.newEventBuilder().comment(text).build();
  }

  private static OutboundSseEvent message(Sse sse, StreamEvent event) {
    return sse.newEventBuilder()
        .name(event.type())
        .mediaType(MediaType.APPLICATION_JSON_TYPE)
        .data(StreamEvent.class, event)
        .build();
  }

  private List<StreamView> live() {
    return registry.all().stream().filter(StreamView::isLive).toList();
  }
}
