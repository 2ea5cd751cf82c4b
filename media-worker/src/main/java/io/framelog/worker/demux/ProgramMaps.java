package io.framelog.worker.demux;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tracks the program maps of an MPEG-TS and the elementary streams that they end (ISO/IEC 13818-1
 * §2.4.4). Limited to {@value #MAX_PROGRAMS} PIDs with maps, each with as many programs. Not
 * thread-safe.
 */
final class ProgramMaps {
  private static final int MAX_PROGRAMS = 64;
  private static final int MAX_PIDS = 0x2000;
  private static final int PAT_PID = 0;
  private static final int PAT_TABLE = 0x00;
  private static final int PMT_TABLE = 0x02;
  private static final int CRC_BYTES = 4;

  /** Bytes of a section before its table's content. */
  private static final int SECTION_HEAD_BYTES = 8;

  private static final int NOT_SEEN = -1;

  private final PsiSections association = new PsiSections();

  /** By the PID of their maps. */
  private final Map<Integer, Programs> programs = new HashMap<>();

  private final byte[] lastContinuity = new byte[MAX_PIDS];

  ProgramMaps() {
    Arrays.fill(lastContinuity, (byte) NOT_SEEN);
  }

  /** The programs whose maps are on one PID. */
  private static final class Programs {
    final PsiSections sections = new PsiSections();

    /** Stream types by PID, by program number. */
    final Map<Integer, Map<Integer, Integer>> streams = new HashMap<>();
  }

  /**
   * Processes one packet of 188 bytes.
   *
   * @return packets to insert before it, each of which ends a PES packet
   */
  List<byte[]> endsBefore(byte[] packet) {
    int pid = (packet[1] & 0x1f) << 8 | (packet[2] & 0xff);
    boolean start = (packet[1] & 0x40) != 0;
    int control = packet[3] >> 4 & 3;
    lastContinuity[pid] = (byte) (packet[3] & 0x0f);
    int from = (control & 2) == 0 ? 4 : 5 + (packet[4] & 0xff);
    Programs mapped = programs.get(pid);
    boolean tables = pid == PAT_PID || mapped != null;
    if (!tables || (control & 1) == 0 || from >= packet.length) {
      return List.of();
    }
    List<byte[]> ends = new ArrayList<>();
    ByteBuffer payload = ByteBuffer.wrap(packet, from, packet.length - from);
    if (mapped == null) {
      association.payload(payload, start, section -> associate(section, ends));
    } else {
      mapped.sections.payload(payload, start, section -> map(mapped, section, ends));
    }
    return ends;
  }

  private void associate(ByteBuffer section, List<byte[]> ends) {
    if (!isCurrent(section, PAT_TABLE) || section.get(7) != 0) {
      return; // tables of several sections are not supported
    }
    List<Integer> listed = new ArrayList<>();
    for (int at = SECTION_HEAD_BYTES; at + 4 <= section.limit() - CRC_BYTES; at += 4) {
      if (section.getShort(at) != 0) {
        listed.add(section.getShort(at + 2) & 0x1fff);
      }
    }
    for (int known : List.copyOf(programs.keySet())) {
      if (!listed.contains(known)) {
        Programs gone = programs.remove(known);
        gone.streams.values().forEach(streams -> end(streams, Map.of(), ends));
      }
    }
    for (int pid : listed) {
      if (pid != PAT_PID && programs.size() < MAX_PROGRAMS) {
        programs.putIfAbsent(pid, new Programs());
      }
    }
  }

  private void map(Programs mapped, ByteBuffer section, List<byte[]> ends) {
    if (!isCurrent(section, PMT_TABLE)
        || section.limit() < SECTION_HEAD_BYTES + 4 + CRC_BYTES
        || section.get(7) != 0) {
      return; // a map has one section
    }
    int number = section.getShort(3);
    if (!mapped.streams.containsKey(number) && mapped.streams.size() == MAX_PROGRAMS) {
      return;
    }
    Map<Integer, Integer> streams = new HashMap<>();
    int to = section.limit() - CRC_BYTES;
    int at = SECTION_HEAD_BYTES + 4 + (section.getShort(SECTION_HEAD_BYTES + 2) & 0x0fff);
    while (at + 5 <= to) {
      streams.put(section.getShort(at + 1) & 0x1fff, section.get(at) & 0xff);
      at += 5 + (section.getShort(at + 3) & 0x0fff);
    }
    Map<Integer, Integer> before = mapped.streams.put(number, streams);
    if (before != null) {
      end(before, streams, ends);
    }
  }

  private static boolean isCurrent(ByteBuffer section, int table) {
    return section.limit() >= SECTION_HEAD_BYTES + CRC_BYTES
        && (section.get(0) & 0xff) == table
        && (section.get(5) & 1) != 0;
  }

  private void end(Map<Integer, Integer> before, Map<Integer, Integer> now, List<byte[]> ends) {
    for (Map.Entry<Integer, Integer> stream : before.entrySet()) {
      int pid = stream.getKey();
      boolean listed =
          now.containsKey(pid) ? stream.getValue().equals(now.get(pid)) : isListed(pid);
      if (!listed && lastContinuity[pid] != NOT_SEEN) {
        ends.add(beginning(pid));
      }
    }
  }

  private boolean isListed(int pid) {
    return programs.values().stream()
        .flatMap(mapped -> mapped.streams.values().stream())
        .anyMatch(streams -> streams.containsKey(pid));
  }

  /**
   * A packet with the first byte of a PES packet. It signals a discontinuity, so that it may repeat
   * the continuity counter of the previous packet.
   */
  private byte[] beginning(int pid) {
    byte[] packet = new byte[TransportStreamInput.PACKET_BYTES];
    Arrays.fill(packet, (byte) 0xff);
    packet[0] = 0x47;
    packet[1] = (byte) (0x40 | pid >> 8);
    packet[2] = (byte) pid;
    packet[3] = (byte) (0x30 | lastContinuity[pid]);
    packet[4] = (byte) (packet.length - 6);
    packet[5] = (byte) 0x80;
    packet[packet.length - 1] = 0;
    return packet;
  }
}
