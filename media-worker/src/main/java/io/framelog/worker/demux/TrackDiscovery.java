package io.framelog.worker.demux;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.ForeignSound;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.SoundCodec;
import io.framelog.media.TrackKind;
import io.framelog.media.codec.MpegAudioLayer;
import io.framelog.media.container.packet.FailureKind;
import io.framelog.media.container.packet.PacketStreamWriter;
import io.framelog.media.container.packet.PacketTrack;
import io.framelog.worker.JobException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * Holds the first packets until every track has had one, because a track's description may be in
 * its first frame; from then on each packet is forwarded at once.
 *
 * <pre>
 *   Holding ── every stream had a packet, or bound reached ▶ announced ──▶ packets pass
 *                                                               ▲            │
 *                                                               └────────────┘  a new stream
 * </pre>
 */
final class TrackDiscovery {
  private static final int MAX_TRACKS = 16;

  /** Packets without a frame of the stream's codec after which the stream is ignored. */
  private static final int MAX_FRAMELESS_PACKETS = 3;

  private static final Set<IgnoredTrack.Kind> PICTURE_AND_SOUND =
      Set.of(IgnoredTrack.Kind.VIDEO, IgnoredTrack.Kind.AUDIO);

  private final DemuxedInput input;
  private final LinkTimes times;
  private final PacketStreamWriter packets;
  private final Map<Integer, PacketTrack> tracks = new TreeMap<>();
  private final Set<Integer> ended = new HashSet<>();
  private final Map<Integer, IgnoredTrack> ignored = new TreeMap<>();
  private final Map<Integer, ForeignSound> sounds = new TreeMap<>();
  private final Map<Integer, Integer> frameless = new TreeMap<>();
  private final HeldPackets held = new HeldPackets();
  private boolean announced;

  TrackDiscovery(DemuxedInput input, LinkTimes times, PacketStreamWriter packets) {
    this.input = input;
    this.times = times;
    this.packets = packets;
  }

  /** Processes the input's current packet. */
  void packet() throws IOException, JobException {
    int index = input.packetStream();
    if (ended.contains(index) && !input.isListed(index)) {
      return;
    }
    ended.remove(index);
    boolean wasTrack = tracks.containsKey(index);
    boolean isNew = !isKnown(index) && !isSound(index) && add(index);
    if (!tracks.containsKey(index)) {
      if (wasTrack && announced && !tracks.isEmpty()) {
        // Its PID now has another codec, which is not carried, or not known yet.
        announce();
      }
      if (tracks.isEmpty() && input.announcesAllStreams() && ignored.size() == input.streams()) {
        throw new JobException(FailureKind.UNSUPPORTED_CODEC, unsupported());
      }
      if (!sounds.containsKey(index)) {
        return;
      }
    }
    DemuxedPacket packet = input.packet();
    if (announced) {
      if (isNew) {
        announce();
      }
      if (sounds.containsKey(index)) {
        write(packet);
        return;
      }
      Optional<Bytes> extradata = input.newExtradata();
      if (extradata.isPresent()) {
        packets.config(index + 1, extradata.get());
      }
      write(packet);
      return;
    }
    held.add(packet, base(packet));
    if (tracks.isEmpty()) {
      // Ignored audio can fill the buffer before the first picture, for example in slide shows.
      while (held.isFull()) {
        held.poll();
      }
    } else if (isComplete() || held.isFull()) {
      release();
    }
  }

  /** Must be called at the container's end. */
  void finish() throws IOException, JobException {
    if (tracks.isEmpty()) {
      ignoreThoseNotCarried();
      throw ignored.isEmpty()
          ? new JobException(
              FailureKind.TRUNCATED, "the publisher closed before any track was found")
          : new JobException(FailureKind.UNSUPPORTED_CODEC, unsupported());
    }
    if (!announced) {
      release();
    }
  }

  private String unsupported() {
    return "no track can be carried, found "
        + ignored.values().stream().map(IgnoredTrack::toString).collect(Collectors.joining(", "))
        + ", "
        + IgnoredTrack.EXPECTED;
  }

  /** Whether a stream is a known track; an MPEG-TS program map may give its PID another codec. */
  private boolean isKnown(int index) {
    PacketTrack track = tracks.get(index);
    if (track == null) {
      return false;
    }
    if (input.codec(input.stream(index)).filter(track.codec()::equals).isEmpty()) {
      tracks.remove(index);
      return false;
    }
    return true;
  }

  /**
   * The same for ignored audio that can be decoded. All layers of MPEG audio have one name. If the
   * container does not name the codec, the first packet has shown it.
   */
  private boolean isSound(int index) {
    ForeignSound sound = sounds.get(index);
    if (sound == null) {
      return false;
    }
    AVStream stream = input.stream(index);
    Optional<Codec> carried = input.codec(stream);
    boolean layer = sound.codec().equals(SoundCodec.MP1) || sound.codec().equals(SoundCodec.MP2);
    boolean same =
        carried.isPresent()
            ? layer && carried.get() == Codec.MP3
            : input.namedSound(stream).filter(named -> !named.equals(sound.codec())).isEmpty();
    if (!same) {
      sounds.remove(index);
      frameless.remove(index);
    }
    return same;
  }

  /** Adds the current packet's stream as a track, or records why it is ignored. */
  private boolean add(int index) throws IOException {
    AVStream stream = input.stream(index);
    Optional<Codec> codec = input.codec(stream);
    if (codec.isEmpty()) {
      Optional<ForeignSound> sound = soundOf(stream);
      String name = sound.map(s -> s.codec().ffmpegName()).orElse(input.codecName(stream));
      ignore(stream, name, IgnoredTrack.NOT_CARRIED);
      if (sound.isPresent()) {
        add(sound.get(), index);
      }
      return false;
    }
    if (tracks.size() == MAX_TRACKS) {
      ignore(stream, input.codecName(stream), "more than " + MAX_TRACKS + " tracks");
      return false;
    }
    Optional<PacketTrack> track = input.describe(stream, codec.get());
    if (track.isEmpty()) {
      noFrame(stream, codec.get());
      return false;
    }
    if (announced && input.isListed(index)) {
      endUnlisted();
    }
    ignored.remove(index);
    sounds.remove(index);
    tracks.put(index, track.get());
    return true;
  }

  /** The stream as decodable audio; a stream without a codec is examined for its first packets. */
  private Optional<ForeignSound> soundOf(AVStream stream) {
    int index = stream.index();
    if (sounds.containsKey(index)
        || frameless.merge(index, 1, Integer::sum) > MAX_FRAMELESS_PACKETS) {
      return Optional.ofNullable(sounds.get(index));
    }
    return input.sound(stream);
  }

  /** Adds an ignored stream whose packets are forwarded. */
  private void add(ForeignSound sound, int index) throws IOException {
    if (ignored.containsKey(index) && sounds.put(index, sound) == null && announced) {
      packets.sounds(List.copyOf(sounds.values()));
    }
  }

  /** Removes the streams that the container no longer lists. */
  private void endUnlisted() {
    for (int known : List.copyOf(tracks.keySet())) {
      if (!input.isListed(known)) {
        tracks.remove(known);
        ended.add(known);
      }
    }
  }

  /**
   * Handles a packet without a frame: MPEG-TS has one stream type for all layers of MPEG audio;
   * other packets may be damaged, or not audio.
   */
  private void noFrame(AVStream stream, Codec codec) throws IOException {
    int layer = codec == Codec.MP3 ? MpegAudioLayer.of(input.packet().data()) : 0;
    if (layer == 1 || layer == 2) {
      ignore(stream, "mp" + layer, IgnoredTrack.NOT_CARRIED);
      add(input.sound(stream, layer == 1 ? SoundCodec.MP1 : SoundCodec.MP2), stream.index());
    } else if (frameless.merge(stream.index(), 1, Integer::sum) == MAX_FRAMELESS_PACKETS) {
      ignore(
          stream,
          input.codecName(stream),
          "no frame in its first " + MAX_FRAMELESS_PACKETS + " packets");
    }
  }

  private void ignore(AVStream stream, String codec, String reason) throws IOException {
    IgnoredTrack now = DemuxedStream.ignored(stream, codec, reason);
    IgnoredTrack before = ignored.get(stream.index());
    if (now.equals(before) || (before == null && ignored.size() == MAX_TRACKS)) {
      return;
    }
    ignored.put(stream.index(), now);
    if (announced) {
      packets.ignored(List.copyOf(ignored.values()));
    }
  }

  /** Includes streams that have had no packet yet. */
  private void ignoreThoseNotCarried() throws IOException {
    for (int i = 0; i < input.streams(); i++) {
      AVStream stream = input.stream(i);
      if (input.codec(stream).isEmpty() && !ignored.containsKey(i)) {
        ignore(stream, input.codecName(stream), IgnoredTrack.NOT_CARRIED);
        Optional<ForeignSound> sound = input.announcedSound(stream);
        if (sound.isPresent()) {
          add(sound.get(), i);
        }
      }
    }
  }

  /** Whether no further track is expected. */
  private boolean isComplete() {
    Set<IgnoredTrack.Kind> kinds = EnumSet.noneOf(IgnoredTrack.Kind.class);
    for (int i = 0; i < input.streams(); i++) {
      IgnoredTrack leftOut = ignored.get(i);
      Optional<Codec> codec = input.codec(input.stream(i));
      if (leftOut != null) {
        kinds.add(leftOut.kind());
      } else if (codec.isPresent()) {
        if (!tracks.containsKey(i)) {
          return false;
        }
        kinds.add(
            codec.get().kind() == TrackKind.VIDEO
                ? IgnoredTrack.Kind.VIDEO
                : IgnoredTrack.Kind.AUDIO);
      }
    }
    return input.announcesAllStreams() || kinds.containsAll(PICTURE_AND_SOUND);
  }

  private void release() throws IOException {
    announce();
    times.linkBegins(held.earliestNanos());
    for (DemuxedPacket packet = held.poll(); packet != null; packet = held.poll()) {
      write(packet);
    }
  }

  private void announce() throws IOException {
    ignoreThoseNotCarried();
    announced = true;
    packets.sounds(List.copyOf(sounds.values()));
    packets.tracks(List.copyOf(tracks.values()), input.title());
    packets.ignored(List.copyOf(ignored.values()));
  }

  private AVRational base(DemuxedPacket packet) {
    return input.stream(packet.stream()).time_base();
  }

  private void write(DemuxedPacket demuxed) throws IOException {
    DemuxedPacket packet = times.placed(demuxed, base(demuxed));
    if (sounds.containsKey(packet.stream())) {
      writeSound(packet);
      return;
    }
    packets.packet(
        packet.stream() + 1,
        packet.dts(),
        packet.pts(),
        packet.duration(),
        packet.key(),
        packet.data());
  }

  /** Writes a packet of ignored audio, whose time base has the numerator 1. */
  private void writeSound(DemuxedPacket packet) throws IOException {
    int ticks = base(packet).num();
    packets.packet(
        packet.stream() + 1,
        times(packet.dts(), ticks),
        times(packet.pts(), ticks),
        packet.duration() * ticks,
        true,
        packet.data());
  }

  private static long times(long time, int ticks) {
    return time == PacketStreamWriter.UNKNOWN_TIME ? time : time * ticks;
  }
}
