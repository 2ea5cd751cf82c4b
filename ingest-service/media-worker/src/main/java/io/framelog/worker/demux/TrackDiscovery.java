package io.framelog.worker.demux;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.TrackKind;
import io.framelog.media.container.packet.FailureKind;
import io.framelog.media.container.packet.PacketStreamWriter;
import io.framelog.media.container.packet.PacketTrack;
import io.framelog.worker.JobException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * Holds the first packets until every track has shown one, since a track's description may stand in
 * its first frame; from then on each packet goes out as it comes.
 *
 * <pre>
 *   Holding ── every stream has come, or enough was held ──▶ announced ──▶ packets pass
 *                                                               ▲            │
 *                                                               └────────────┘  a new stream
 * </pre>
 */
final class TrackDiscovery {
  private static final int MAX_TRACKS = 16;
  private static final int MAX_HELD_PACKETS = 256;
  private static final long MAX_HELD_BYTES = 8 << 20;

  /** How much media is waited through for a track that is not announced by the container. */
  private static final double MAX_HELD_SECONDS = 0.5;

  private final DemuxedInput input;
  private final PacketStreamWriter packets;
  private final Map<Integer, PacketTrack> tracks = new TreeMap<>();
  private final Set<Integer> ended = new HashSet<>();
  private final Deque<DemuxedPacket> held = new ArrayDeque<>();
  private long heldBytes;
  private boolean announced;

  TrackDiscovery(DemuxedInput input, PacketStreamWriter packets) {
    this.input = input;
    this.packets = packets;
  }

  /** Takes the input's present packet. */
  void packet() throws IOException {
    int index = input.packetStream();
    if (ended.contains(index) && !input.isListed(index)) {
      return;
    }
    ended.remove(index);
    boolean isNew = !tracks.containsKey(index) && add(index);
    if (!tracks.containsKey(index)) {
      return;
    }
    DemuxedPacket packet = input.packet();
    if (announced) {
      if (isNew) {
        announce();
      }
      Optional<Bytes> extradata = input.newExtradata();
      if (extradata.isPresent()) {
        packets.config(index + 1, extradata.get());
      }
      write(packet);
      return;
    }
    held.add(packet.copy());
    heldBytes += packet.data().remaining();
    if (isComplete() || isEnough(packet)) {
      release();
    }
  }

  /** The container is at its end. */
  void finish() throws IOException, JobException {
    if (tracks.isEmpty()) {
      throw input.streams() == 0
          ? new JobException(
              FailureKind.TRUNCATED, "the publisher closed before any track was found")
          : new JobException(FailureKind.UNSUPPORTED_CODEC, unsupported());
    }
    if (!announced) {
      release();
    }
  }

  private String unsupported() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < Math.min(MAX_TRACKS, input.streams()); i++) {
      names.add(StreamDescription.codecName(input.stream(i)));
    }
    return "no track has a codec that is carried, found " + String.join(", ", names);
  }

  private boolean add(int index) {
    AVStream stream = input.stream(index);
    Optional<Codec> codec = StreamDescription.codec(stream);
    if (codec.isEmpty() || tracks.size() == MAX_TRACKS) {
      return false;
    }
    if (announced && input.isListed(index)) {
      endUnlisted();
    }
    tracks.put(index, input.describe(stream, codec.get()));
    return true;
  }

  /** Streams that the container no longer lists make room for the one that comes. */
  private void endUnlisted() {
    for (int known : List.copyOf(tracks.keySet())) {
      if (!input.isListed(known)) {
        tracks.remove(known);
        ended.add(known);
      }
    }
  }

  /** Whether no further track is to be expected. */
  private boolean isComplete() {
    Set<TrackKind> kinds = EnumSet.noneOf(TrackKind.class);
    for (int i = 0; i < input.streams(); i++) {
      Optional<Codec> codec = StreamDescription.codec(input.stream(i));
      if (codec.isPresent()) {
        if (!tracks.containsKey(i)) {
          return false;
        }
        kinds.add(codec.get().kind());
      }
    }
    return input.announcesAllStreams() || kinds.size() == TrackKind.values().length;
  }

  private boolean isEnough(DemuxedPacket last) {
    return held.size() >= MAX_HELD_PACKETS
        || heldBytes >= MAX_HELD_BYTES
        || seconds(last) - seconds(held.getFirst()) >= MAX_HELD_SECONDS;
  }

  private double seconds(DemuxedPacket packet) {
    PacketTrack track = tracks.get(packet.stream());
    long time = packet.dts() == PacketStreamWriter.UNKNOWN_TIME ? packet.pts() : packet.dts();
    return track == null || time == PacketStreamWriter.UNKNOWN_TIME
        ? 0
        : (double) time * track.timeBaseNumerator() / track.timeBaseDenominator();
  }

  private void release() throws IOException {
    announce();
    for (DemuxedPacket packet = held.poll(); packet != null; packet = held.poll()) {
      write(packet);
    }
  }

  private void announce() throws IOException {
    announced = true;
    packets.tracks(List.copyOf(tracks.values()), ContainerNames.title(input.context()));
  }

  private void write(DemuxedPacket packet) throws IOException {
    packets.packet(
        packet.stream() + 1,
        packet.dts(),
        packet.pts(),
        packet.duration(),
        packet.key(),
        packet.data());
  }
}
