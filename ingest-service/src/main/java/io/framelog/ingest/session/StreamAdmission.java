package io.framelog.ingest.session;

import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.transcode.SoundSettings;
import io.framelog.log.InvalidName;
import io.framelog.log.StreamId;
import io.framelog.media.MediaEvent;
import io.framelog.media.chunk.AudioChoice;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides, when a publisher's header is complete, which stream it is for and whether the publisher
 * is accepted. One thread.
 */
final class StreamAdmission {
  private final SessionEnvironment environment;
  private final Source source;
  private final LimitWatch limits;
  private final Supplier<Optional<SourceEnd>> admission;
  private final @Nullable StreamId namedStream;

  /** The decision about the publisher. */
  sealed interface Decision {
    /** It is accepted, if the claim of the stream succeeds. */
    record Admitted(StreamId stream, AudioChoice audio) implements Decision {}

    /** It is rejected. */
    record Rejected(SourceEnd end) implements Decision {}
  }

  /**
   * @param admission called once, after all other checks; returns why this publisher is rejected,
   *     or empty
   * @param namedStream the stream the connection names; null when the container's title names it
   */
  StreamAdmission(
      SessionEnvironment environment,
      Source source,
      LimitWatch limits,
      Supplier<Optional<SourceEnd>> admission,
      @Nullable StreamId namedStream) {
    this.environment = environment;
    this.source = source;
    this.limits = limits;
    this.admission = admission;
    this.namedStream = namedStream;
  }

  /**
   * The header is complete. The limits of the stream apply from now on, also to the header just
   * read.
   *
   * @param headerBytes read until then
   * @param now {@link io.framelog.ingest.source.EventLoop#nanoTime()}
   */
  Decision decide(MediaEvent.TracksFound found, long headerBytes, long now) {
    StreamId stream;
    try {
      stream = stream(found);
    } catch (IllegalArgumentException e) {
      return rejected(EndReason.INVALID_STREAM, e);
    }
    AudioChoice audio;
    try {
      audio = soundSettings(found).audio();
    } catch (IllegalArgumentException e) {
      return rejected(EndReason.MALFORMED, e);
    }
    limits.enter(environment.rules().limits(stream), now);
    return limits
        .header(headerBytes)
        .or(() -> limits.tracks(found.tracks().size()))
        .or(admission)
        .<Decision>map(Decision.Rejected::new)
        .orElseGet(() -> new Decision.Admitted(stream, audio));
  }

  private StreamId stream(MediaEvent.TracksFound found) {
    return namedStream == null
        ? titled(found.title(), environment.settings().defaultStream())
        : namedStream;
  }

  /**
   * The stream that a container's title names, {@code cam1} or {@code cam1?key=…}. The key is
   * removed here, so that no message contains it.
   *
   * @param fallback for a container without a title
   * @throws IllegalArgumentException when the title is not a stream id
   */
  private static StreamId titled(@Nullable String title, StreamId fallback) {
    if (title == null || title.isBlank()) {
      return fallback;
    }
    int query = title.indexOf('?');
    String name = (query < 0 ? title : title.substring(0, query)).strip();
    if (name.isEmpty()) {
      return fallback;
    }
    if (!StreamId.isValid(name)) {
      throw new IllegalArgumentException(
          "the container's title does not name a stream, as in -metadata title=cam1: "
              + InvalidName.of(name).text());
    }
    return new StreamId(name);
  }

  /**
   * The publisher's audio parameters.
   *
   * @throws IllegalArgumentException for a parameter that cannot be parsed; the message does not
   *     contain it
   */
  SoundSettings soundSettings(MediaEvent.TracksFound found) {
    return SoundSettings.ofQuery(namedStream == null ? queryOf(found.title()) : source.query());
  }

  /** The query after the name in a title, which may contain a key; empty when there is none. */
  private static String queryOf(@Nullable String title) {
    int query = title == null ? -1 : title.indexOf('?');
    return title == null || query < 0 ? "" : title.substring(query + 1);
  }

  private static Decision rejected(EndReason reason, IllegalArgumentException why) {
    return new Decision.Rejected(new SourceEnd(reason, String.valueOf(why.getMessage())));
  }
}
