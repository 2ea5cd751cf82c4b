package io.framelog.it.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Compares a viewer's packets with the published ones. */
public final class PacketComparison {
  private PacketComparison() {}

  /** Asserts that all packets have arrived, in order and unchanged. */
  public static void assertSame(Packets sent, Packets got) {
    assertThat(got.tracks()).as("tracks").hasSameSizeAs(sent.tracks());
    for (int i = 0; i < sent.tracks().size(); i++) {
      List<Packets.Packet> all = sent.tracks().get(i).packets();
      assertThat(got.tracks().get(i).packets()).as("packets of track %d", i).hasSameSizeAs(all);
      assertRun(sent.tracks().get(i), 0, got.tracks().get(i));
    }
    assertOneConstant(sent, new int[sent.tracks().size()], got);
  }

  /** Asserts that the received packets are a contiguous part of the sent ones. */
  public static void assertRunOf(Packets sent, Packets got) {
    assertThat(got.tracks()).as("tracks").hasSameSizeAs(sent.tracks());
    int[] from = new int[sent.tracks().size()];
    for (int i = 0; i < from.length; i++) {
      String first = got.tracks().get(i).packets().get(0).hash();
      List<String> hashes =
          sent.tracks().get(i).packets().stream().map(Packets.Packet::hash).toList();
      from[i] = hashes.indexOf(first);
      assertThat(from[i]).as("first packet of track %d among those sent", i).isNotNegative();
      assertRun(sent.tracks().get(i), from[i], got.tracks().get(i));
    }
    assertOneConstant(sent, from, got);
  }

  private static void assertRun(Packets.Track sent, int from, Packets.Track got) {
    List<Packets.Packet> expected = sent.packets().subList(from, from + got.packets().size());
    assertThat(got.packets().stream().map(p -> p.size() + " " + p.hash()).toList())
        .as("sizes and hashes")
        .isEqualTo(expected.stream().map(p -> p.size() + " " + p.hash()).toList());
  }

  /**
   * Asserts that PTS and DTS differ by one constant for all tracks, within a tick of the session's
   * coarsest timescale, because each track is shifted by whole ticks of its timescale.
   */
  private static void assertOneConstant(Packets sent, int[] from, Packets got) {
    double constant = Double.NaN;
    double tick = Math.max(coarsestTick(sent), coarsestTick(got)) * 1.0001;
    for (int i = 0; i < from.length; i++) {
      Packets.Track in = onTime(sent.tracks().get(i));
      Packets.Track out = got.tracks().get(i);
      for (int k = 0; k < out.packets().size(); k++) {
        Packets.Packet before = in.packets().get(from[i] + k);
        Packets.Packet after = out.packets().get(k);
        double pts = after.pts() * out.secondsPerTick() - before.pts() * in.secondsPerTick();
        double dts = after.dts() * out.secondsPerTick() - before.dts() * in.secondsPerTick();
        if (Double.isNaN(constant)) {
          constant = pts;
        }
        assertThat(pts)
            .as("PTS of packet %d of track %d less the one sent", k, i)
            .isBetween(constant - tick, constant + tick);
        assertThat(dts)
            .as("DTS of packet %d of track %d less the one sent", k, i)
            .isBetween(constant - tick, constant + tick);
      }
    }
  }

  /**
   * Corrects the times of a track with frames of one length: with {@code frag_every_frame},
   * ffmpeg's muxer writes the next packet's time when packets wait in its queue.
   */
  private static Packets.Track onTime(Packets.Track written) {
    List<Packets.Packet> packets = written.packets();
    boolean late =
        IntStream.range(2, packets.size())
            .anyMatch(k -> packets.get(k).dts() - packets.get(k - 1).dts() <= 1);
    if (!late) {
      return written;
    }
    long frame =
        IntStream.range(2, packets.size())
            .mapToObj(k -> packets.get(k).dts() - packets.get(k - 1).dts())
            .filter(spacing -> spacing > 1)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
            .entrySet()
            .stream()
            .max(Map.Entry.comparingByValue())
            .orElseThrow()
            .getKey();
    List<Packets.Packet> mended = new ArrayList<>(packets);
    for (int k = 2; k < packets.size(); k++) {
      Packets.Packet packet = packets.get(k);
      if (packet.dts() == packets.get(1).dts() + k * frame) {
        mended.set(
            k,
            new Packets.Packet(
                packet.dts() - frame, packet.pts() - frame, packet.size(), packet.hash()));
      }
    }
    return new Packets.Track(written.secondsPerTick(), mended);
  }

  private static double coarsestTick(Packets packets) {
    return packets.tracks().stream().mapToDouble(Packets.Track::secondsPerTick).max().orElseThrow();
  }
}
