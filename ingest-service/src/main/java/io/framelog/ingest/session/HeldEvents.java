package io.framelog.ingest.session;

import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEventSink;
import io.framelog.media.PendingEventBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The events of a publisher that arrive while its stream is being claimed, for the session that is
 * then claimed. A session that replaces a lost one begins with the newest tracks. Bounded. One
 * thread.
 */
final class HeldEvents {
  private final PendingEventBuffer events;
  private MediaEvent.@Nullable TracksFound tracks;
  private MediaEvent.@Nullable TracksIgnored ignored;

  /**
   * @param maxBytes maximum size of all held events together
   */
  HeldEvents(long maxBytes) {
    this.events = new PendingEventBuffer(maxBytes);
  }

  /** Notes the tracks that an event announces. Must be called for every event. */
  void note(MediaEvent event) {
    if (event instanceof MediaEvent.TracksFound found) {
      tracks = found;
      ignored = null;
    } else if (event instanceof MediaEvent.TracksIgnored found) {
      ignored = found;
    }
  }

  /** The session was lost: the next one begins with the tracks that were noted last. */
  void beginWithTracks() {
    if (tracks != null) {
      events.add(tracks);
    }
    if (ignored != null) {
      events.add(ignored);
    }
  }

  /**
   * Holds an event.
   *
   * @return false when the events would exceed the bound
   */
  boolean add(MediaEvent event) {
    return events.add(event);
  }

  /** Passes all events to the sink in order and removes them. */
  void drainTo(MediaEventSink sink) {
    events.drainTo(sink);
  }
}
