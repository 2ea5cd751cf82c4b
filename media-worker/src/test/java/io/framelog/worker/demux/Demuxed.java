package io.framelog.worker.demux;

import io.framelog.media.Bytes;
import io.framelog.media.ForeignSound;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEventSink;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.codec.TrackCompletion;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.container.packet.PacketStreamParser;
import io.framelog.media.container.packet.PacketStreamWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The content that a node reads of a container that this process has demuxed. */
final class Demuxed {
  /** One sample, and the index of the preceding announcement of tracks. */
  record Frame(int header, int track, long dts, long duration, Bytes data) {}

  final List<List<Track>> headers = new ArrayList<>();

  /** The stream's name in each header; null when the container has none. */
  final List<@Nullable String> titles = new ArrayList<>();

  final List<List<IgnoredTrack>> ignored = new ArrayList<>();

  /** The decodable tracks of each list in {@link #ignored}. */
  final List<List<ForeignSound>> sounds = new ArrayList<>();

  final List<Frame> frames = new ArrayList<>();

  private Demuxed() {}

  static Demuxed of(String format, InputStream container) throws IOException {
    Demuxed demuxed = new Demuxed();
    into(demuxed::on, format, container);
    return demuxed;
  }

  /** Passes a node's events to a sink. */
  static void into(MediaEventSink sink, String format, InputStream container) throws IOException {
    Messages messages = new Messages();
    new DemuxJob(format, 1 << 20).run(container, new PacketStreamWriter(messages));
    PacketStreamParser parser = new PacketStreamParser(ParserLimits.DEFAULT);
    parser.feed(ByteBuffer.wrap(messages.bytes.toByteArray()), sink);
    parser.finish(sink);
  }

  private void on(MediaEvent event) {
    if (event instanceof MediaEvent.TracksFound found) {
      titles.add(found.title());
      headers.add(found.tracks().stream().map(TrackCompletion::completeWithoutFrame).toList());
    } else if (event instanceof MediaEvent.TracksIgnored found) {
      ignored.add(found.ignored());
      sounds.add(found.sounds());
    } else if (event instanceof MediaEvent.SampleRead read) {
      Sample sample = read.sample();
      frames.add(
          new Frame(
              headers.size() - 1,
              sample.trackId(),
              sample.dts(),
              sample.duration(),
              Bytes.copyOf(sample.data())));
    }
  }

  /** A time of a frame in microseconds, rounded. */
  long micros(Frame frame, long ticks) {
    long timescale =
        headers.get(frame.header()).stream()
            .filter(track -> track.id() == frame.track())
            .mapToLong(Track::timescale)
            .findFirst()
            .orElseThrow();
    return Math.round(ticks * 1e6 / timescale);
  }

  long startMicros(Frame frame) {
    return micros(frame, frame.dts());
  }

  long endMicros(Frame frame) {
    return micros(frame, frame.dts() + frame.duration());
  }

  List<Bytes> data() {
    return frames.stream().map(Frame::data).toList();
  }

  private static final class Messages implements GatheringByteChannel {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public int write(ByteBuffer from) {
      byte[] taken = new byte[from.remaining()];
      from.get(taken);
      bytes.writeBytes(taken);
      return taken.length;
    }

    @Override
    public long write(ByteBuffer[] from) {
      return write(from, 0, from.length);
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
      long written = 0;
      for (int i = offset; i < offset + length; i++) {
        written += write(from[i]);
      }
      return written;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
