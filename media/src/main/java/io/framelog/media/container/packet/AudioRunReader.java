package io.framelog.media.container.packet;

import static io.framelog.media.container.packet.PacketStreamWriter.UNKNOWN_TIME;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.codec.AudioFrame;
import io.framelog.media.codec.AudioFraming;
import io.framelog.media.codec.CodecException;
import io.framelog.media.container.GatherBuffer;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads packets that contain any part of a sequence of audio frames: several frames, or the end of
 * one and the beginning of the next.
 *
 * <pre>
 *   packets  |aaaaaaaabbbbb|bbbccccccccd|ddd…     a packet's time is that of the first frame
 *   samples  |aaaaaaaa|bbbbbbbb|cccccccc|dddd…    that begins in it: a, c
 * </pre>
 *
 * Less than one frame and a header is buffered between packets: at most 8,198 bytes of ADTS.
 */
final class AudioRunReader implements PacketTrackReader {
  private final PacketTrack description;
  private final AudioFraming framing;
  private final PacketClock clock;
  private final GatherBuffer begun = new GatherBuffer();
  private final GatherBuffer joined = new GatherBuffer();
  private Track track;
  private boolean inStep;

  /** Start of {@code runSamples}, ticks: the run's time plus whole seconds since. */
  private long runDts;

  private long runSamples;
  private int runRate;

  AudioRunReader(PacketTrack description) {
    this.description = description;
    this.framing =
        description
            .framing()
            .audio()
            .orElseThrow(() -> new IllegalArgumentException("no run: " + description.framing()));
    this.clock = new PacketClock(description);
    this.track = firstTrack();
  }

  private Track firstTrack() {
    AudioFormat format = description.audio();
    Bytes config = description.extradata();
    if (description.framing() != PacketFraming.OPUS_CONTROL) {
      AudioFrame first =
          config.length() < framing.headerBytes() ? null : framing.at(config.buffer(), 0);
      if (first == null) {
        throw new CodecException(
            description.codec() + ": no frame header where the track's first frame begins");
      }
      if (first.channels() == 0) {
        throw new CodecException(
            description.codec()
                + " of channel configuration 0, and no program_config_element of 1..7's channels in"
                + " the first frame");
      }
      config = first.config();
      format = new AudioFormat(first.sampleRate(), first.channels());
    }
    return track(config, format);
  }

  private Track track(Bytes config, @Nullable AudioFormat format) {
    return new Track(
        description.id(),
        description.codec(),
        config,
        description.timeBaseDenominator(),
        0,
        null,
        format,
        description.language());
  }

  @Override
  public PacketTrack description() {
    return description;
  }

  @Override
  public Track track() {
    return track;
  }

  @Override
  public void configure(Bytes extradata, Consumer<Track> changed) {
    // The frames' headers contain the configuration, at the frame where it changes.
  }

  @Override
  public void packet(Packet packet, Output output) {
    clock.advance(packet);
    int carried = begun.length();
    ByteBuffer run = packet.data();
    if (carried > 0) {
      joined.clear();
      joined.append(begun.view(), carried);
      joined.append(run, run.remaining());
      run = joined.view();
    }
    inStep |= carried == 0;
    boolean stamped = packet.dts() == UNKNOWN_TIME && packet.pts() == UNKNOWN_TIME;
    int at = run.position();
    int newFrom = at + carried;
    while (run.limit() - at >= framing.headerBytes()) {
      AudioFrame frame = framing.at(run, at);
      int left = frame == null ? 0 : run.limit() - at - frame.frameBytes();
      if (frame == null || (!inStep && isFalse(run, at + frame.frameBytes()))) {
        inStep = false;
        at++;
        continue;
      }
      if (left < 0 || (!inStep && left > 0 && left < framing.headerBytes())) {
        break;
      }
      inStep = true;
      if (!stamped && at >= newFrom) {
        stamped = true;
        runDts = clock.dts();
        runSamples = 0;
      }
      emit(frame, run.slice(at, frame.frameBytes()), packet.key(), output);
      at += frame.frameBytes();
    }
    ByteBuffer rest = run.slice(at, run.limit() - at);
    begun.clear();
    begun.append(rest, rest.remaining());
  }

  /**
   * Whether a header was a false match: after skipped bytes, a frame must be followed by another
   * one, or end its packet.
   */
  private boolean isFalse(ByteBuffer run, int end) {
    return run.limit() - end >= framing.headerBytes() && framing.at(run, end) == null;
  }

  private void emit(AudioFrame frame, ByteBuffer bytes, boolean key, Output output) {
    if (description.framing() != PacketFraming.OPUS_CONTROL && differs(frame)) {
      track = track(frame.config(), new AudioFormat(frame.sampleRate(), frame.channels()));
      output.changed(track);
    }
    startRunAt(frame.sampleRate());
    long from = runDts + ticks(runSamples);
    runSamples += frame.samples();
    long to = runDts + ticks(runSamples);
    ByteBuffer data = bytes.slice(frame.headerBytes(), frame.frameBytes() - frame.headerBytes());
    output.sample(new Sample(description.id(), from, from, to - from, key, data));
  }

  private boolean differs(AudioFrame frame) {
    AudioFormat now = track.audio();
    if (frame.channels() == 0) {
      return false; // same as the previous frames
    }
    return now == null
        || !frame.config().equals(track.config())
        || frame.sampleRate() != now.sampleRate()
        || frame.channels() != now.channels();
  }

  /** Starts a new run when the rate changes, at the end of the previous run. */
  private void startRunAt(int rate) {
    if (rate != runRate) {
      runDts += runSamples == 0 ? 0 : ticks(runSamples);
      runSamples = 0;
      runRate = rate;
    } else if (runSamples >= rate) {
      // Whole seconds are exact, so that the product of samples and ticks stays small.
      runDts += runSamples / rate * track.timescale();
      runSamples %= rate;
    }
  }

  private long ticks(long samples) {
    return samples * track.timescale() / runRate;
  }
}
