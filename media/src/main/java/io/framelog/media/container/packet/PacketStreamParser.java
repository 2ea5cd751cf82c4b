package io.framelog.media.container.packet;

import static io.framelog.media.container.ContainerException.Reason.LIMIT_EXCEEDED;
import static io.framelog.media.container.ContainerException.Reason.MALFORMED;
import static io.framelog.media.container.ContainerException.Reason.TRUNCATED;

import io.framelog.media.ForeignSound;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEventSink;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.codec.CodecException;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ContainerParser;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.container.TrackChangeFilter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Parses the packet stream ({@link MessageType}) of a media worker, which has demuxed a publisher's
 * bytes or captured a device.
 *
 * <p>A failure message of the worker ends the parsing: with a {@link ContainerException} when the
 * publisher's bytes are invalid, with a {@link WorkerFailedException} for other reasons.
 */
public final class PacketStreamParser implements ContainerParser {
  private final ParserLimits limits;
  private final Consumer<String> reports;
  private final MessageReader messages;
  private final TrackChangeFilter changes = new TrackChangeFilter();
  private final Map<Integer, PacketTrackReader> readers = new LinkedHashMap<>();
  private final List<IgnoredTrack> ignored = new ArrayList<>();
  private final Map<Integer, ForeignSound> sounds = new LinkedHashMap<>();
  private final Map<Integer, IgnoredTrack> unreadable = new LinkedHashMap<>();
  private @Nullable String title;
  private boolean ended;

  public PacketStreamParser(ParserLimits limits) {
    this(limits, report -> {});
  }

  /**
   * Creates a parser for a stream with reports.
   *
   * @param reports receives the worker's reports, during {@link #feed}
   */
  public PacketStreamParser(ParserLimits limits, Consumer<String> reports) {
    this.limits = limits;
    this.reports = reports;
    this.messages = new MessageReader(limits);
  }

  @Override
  public void feed(ByteBuffer input, MediaEventSink sink) {
    MediaEventSink filtered = changes.before(sink);
    messages.feed(input, (type, body) -> onMessage(type, body, filtered));
  }

  @Override
  public void finish(MediaEventSink sink) {
    if (ended && !readers.isEmpty()) {
      return;
    }
    if (readers.isEmpty()) {
      throw new ContainerException(
          TRUNCATED, bytesConsumed(), "the publisher closed before any track was found");
    }
    if (!messages.isBetweenMessages()) {
      throw new WorkerFailedException(FailureKind.OTHER, "the media worker ended within a packet");
    }
  }

  @Override
  public long bytesConsumed() {
    return messages.consumed();
  }

  private void onMessage(MessageType type, ByteBuffer body, MediaEventSink sink) {
    if (ended) {
      throw malformed(type + " message after the end");
    }
    switch (type) {
      case TRACKS -> tracks(new MessageBody(body, bytesConsumed()), sink);
      case PACKET -> packet(new MessageBody(body, bytesConsumed()), sink);
      case CONFIG -> {
        MessageBody in = new MessageBody(body, bytesConsumed());
        int id = in.u16();
        if (!unreadable.containsKey(id)) {
          reader(id).configure(in.rest(), changed -> announce(sink, true));
        }
      }
      case FAILED -> throw failed(new MessageBody(body, bytesConsumed()));
      case IGNORED -> ignored(new MessageBody(body, bytesConsumed()), sink);
      case SOUNDS -> sounds(new MessageBody(body, bytesConsumed()), sink);
      case REPORT -> {
        MessageBody in = new MessageBody(body, bytesConsumed());
        reports.accept(in.utf8(in.left()));
      }
      case END -> ended = true;
    }
  }

  private void tracks(MessageBody in, MediaEventSink sink) {
    int titleLength = in.u16();
    title = titleLength == MessageType.NO_TITLE ? null : in.utf8(titleLength);
    int count = in.u16();
    if (count < 1 || count > limits.maxTracks()) {
      throw new ContainerException(
          LIMIT_EXCEEDED, bytesConsumed(), count + " tracks, expected 1.." + limits.maxTracks());
    }
    boolean continuing = !readers.isEmpty();
    Map<Integer, PacketTrackReader> known = Map.copyOf(readers);
    readers.clear();
    unreadable.clear();
    CodecException first = null;
    for (int i = 0; i < count; i++) {
      PacketTrack track = in.track();
      PacketTrackReader before = known.get(track.id());
      try {
        // An unchanged track keeps its reader, which may have a changed configuration and part of a
        // frame.
        PacketTrackReader reader =
            before != null && before.description().equals(track)
                ? before
                : PacketTrackReader.of(track);
        if (readers.put(track.id(), reader) != null) {
          throw malformed("track " + track.id() + " twice");
        }
      } catch (CodecException e) {
        first = track.video() != null || first == null ? e : first;
        unreadable.put(track.id(), ignored(track, e));
      }
    }
    boolean noVideo = readers.values().stream().allMatch(reader -> reader.track().video() == null);
    boolean videoLost =
        noVideo && unreadable.values().stream().anyMatch(t -> t.kind() == IgnoredTrack.Kind.VIDEO);
    if (first != null && (readers.isEmpty() || videoLost)) {
      throw first;
    }
    announce(sink, continuing);
  }

  private static IgnoredTrack ignored(PacketTrack track, CodecException because) {
    return new IgnoredTrack(
        track.id(),
        track.video() == null ? IgnoredTrack.Kind.AUDIO : IgnoredTrack.Kind.VIDEO,
        track.codec().name().toLowerCase(Locale.ROOT),
        track.language(),
        String.valueOf(because.getMessage()));
  }

  private void ignored(MessageBody in, MediaEventSink sink) {
    int count = in.u16();
    if (count > limits.maxTracks()) {
      throw new ContainerException(
          LIMIT_EXCEEDED,
          bytesConsumed(),
          count + " ignored tracks, expected at most " + limits.maxTracks());
    }
    ignored.clear();
    for (int i = 0; i < count; i++) {
      ignored.add(in.ignored());
    }
    if (!readers.isEmpty()) {
      tellIgnored(sink);
    }
  }

  private void sounds(MessageBody in, MediaEventSink sink) {
    int count = in.u16();
    if (count > limits.maxTracks()) {
      throw new ContainerException(
          LIMIT_EXCEEDED,
          bytesConsumed(),
          count + " decodable tracks, expected at most " + limits.maxTracks());
    }
    sounds.clear();
    for (int i = 0; i < count; i++) {
      ForeignSound sound = in.sound();
      sounds.put(sound.id(), sound);
    }
    if (!readers.isEmpty()) {
      tellIgnored(sink);
    }
  }

  private void announce(MediaEventSink sink, boolean continuing) {
    sink.on(
        new MediaEvent.TracksFound(
            readers.values().stream().map(PacketTrackReader::track).toList(), title, continuing));
    if (!ignored.isEmpty() || !unreadable.isEmpty()) {
      tellIgnored(sink);
    }
  }

  private void tellIgnored(MediaEventSink sink) {
    List<IgnoredTrack> all = new ArrayList<>(ignored);
    all.addAll(unreadable.values());
    sink.on(new MediaEvent.TracksIgnored(all, List.copyOf(sounds.values())));
  }

  private void packet(MessageBody in, MediaEventSink sink) {
    int id = in.u16();
    if (unreadable.containsKey(id)) {
      return;
    }
    ForeignSound sound = sounds.get(id);
    if (sound != null && !readers.containsKey(id)) {
      in.u8();
      long dts = in.i64();
      long pts = in.i64();
      long duration = in.i64();
      sink.on(new MediaEvent.SampleRead(new Sample(id, dts, pts, duration, true, in.data())));
      return;
    }
    PacketTrackReader reader = reader(id);
    boolean key = (in.u8() & MessageType.FLAG_KEY) != 0;
    Packet packet = new Packet(in.i64(), in.i64(), in.i64(), key, in.data());
    reader.packet(
        packet,
        new PacketTrackReader.Output() {
          @Override
          public void sample(Sample sample) {
            sink.on(new MediaEvent.SampleRead(sample));
          }

          @Override
          public void changed(Track track) {
            announce(sink, true);
          }
        });
  }

  private PacketTrackReader reader(int id) {
    PacketTrackReader reader = readers.get(id);
    if (reader == null) {
      throw malformed("packet of track " + id + ", which was not announced");
    }
    return reader;
  }

  private RuntimeException failed(MessageBody in) {
    FailureKind kind = in.failureKind();
    String sentence = in.utf8(in.left());
    return kind.containerReason()
        .<RuntimeException>map(reason -> new ContainerException(reason, bytesConsumed(), sentence))
        .orElseGet(() -> new WorkerFailedException(kind, sentence));
  }

  private ContainerException malformed(String what) {
    return new ContainerException(MALFORMED, bytesConsumed(), what);
  }
}
