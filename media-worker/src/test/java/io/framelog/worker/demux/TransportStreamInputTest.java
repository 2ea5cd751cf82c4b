package io.framelog.worker.demux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportStreamInputTest {
  private static final int PACKET = 188;
  private static final int MAP = 0x1000;
  private static final int H264 = 0x1b;
  private static final int HEVC = 0x24;

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private int continuity;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 187, 188, 4096})
  void insertsAPacketOnAPidThatAMapNoLongerLists(int slice) throws IOException {
    association(MAP);
    map(MAP, 256, H264);
    picture(256);
    picture(256);
    int before = sent.size();
    map(MAP, 512, HEVC);
    picture(512);

    byte[] got = read(sent.toByteArray(), slice);

    List<byte[]> ends = List.of(Arrays.copyOfRange(got, before, before + PACKET));
    assertThat(without(got, before)).isEqualTo(sent.toByteArray());
    byte[] end = ends.get(0);
    assertThat(pid(end)).isEqualTo(256);
    assertThat(end[1] & 0x40).as("payload_unit_start_indicator").isNotZero();
    assertThat(end[5] & 0x80).as("discontinuity_indicator").isNotZero();
    assertThat(end[4]).as("one byte of payload").isEqualTo((byte) (PACKET - 6));
  }

  @Test
  void insertsAPacketOnAPidWhoseStreamTypeChanges() throws IOException {
    association(MAP);
    map(MAP, 256, H264);
    picture(256);
    int before = sent.size();
    map(MAP, 256, HEVC);

    byte[] got = read(sent.toByteArray(), 1000);

    assertThat(pid(Arrays.copyOfRange(got, before, before + PACKET))).isEqualTo(256);
    assertThat(without(got, before)).isEqualTo(sent.toByteArray());
  }

  @Test
  void endsTheStreamsOfAProgramThatIsNoLongerListed() throws IOException {
    association(MAP);
    map(MAP, 256, H264);
    picture(256);
    int before = sent.size();
    association(MAP + 1);

    assertThat(without(read(sent.toByteArray(), 1000), before)).isEqualTo(sent.toByteArray());
  }

  @Test
  void insertsBeforeThePacketThatCompletesAMap() throws IOException {
    association(MAP);
    map(MAP, 256, H264);
    picture(256);
    byte[] section = section(0x02, mapBody(512, HEVC, 200));
    byte[] first = new byte[184];
    System.arraycopy(section, 0, first, 1, 183);
    packet(MAP, true, first);
    int before = sent.size();
    packet(MAP, false, Arrays.copyOfRange(section, 183, section.length));

    assertThat(without(read(sent.toByteArray(), 1000), before)).isEqualTo(sent.toByteArray());
  }

  @Test
  void changesNothingWhenNoStreamEnds() throws IOException {
    association(MAP, MAP + 1);
    for (int i = 0; i < 3; i++) {
      map(MAP, 256, H264);
      map(MAP + 1, 257, H264);
      picture(256);
      picture(257);
    }
    // A stream without packets, and one that another program also lists.
    map(MAP, 300, H264);
    int before = sent.size() - PACKET;
    map(MAP, 257, H264);
    map(MAP, 256, H264);

    assertThat(without(read(sent.toByteArray(), 1000), before)).isEqualTo(sent.toByteArray());
  }

  @Test
  void changesNothingWhenProgramsShareAMapPid() throws IOException {
    association(MAP, MAP);
    for (int i = 0; i < 3; i++) {
      packet(MAP, true, withPointer(section(0x02, 1, mapBody(256, H264, 0))));
      packet(MAP, true, withPointer(section(0x02, 2, mapBody(257, H264, 0))));
      picture(256);
      picture(257);
    }
    assertThat(read(sent.toByteArray(), 1000)).isEqualTo(sent.toByteArray());

    // and when one of them ends a stream, only that stream ends
    int before = sent.size();
    packet(MAP, true, withPointer(section(0x02, 2, mapBody(512, HEVC, 0))));
    byte[] got = read(sent.toByteArray(), 1000);
    assertThat(pid(Arrays.copyOfRange(got, before, before + PACKET))).isEqualTo(257);
    assertThat(without(got, before)).isEqualTo(sent.toByteArray());
  }

  @Test
  void ignoresAMapWithAWrongChecksum() throws IOException {
    association(MAP);
    map(MAP, 256, H264);
    picture(256);
    byte[] section = section(0x02, mapBody(512, HEVC, 0));
    section[10] ^= 1;
    packet(MAP, true, withPointer(section));

    assertThat(read(sent.toByteArray(), 1000)).isEqualTo(sent.toByteArray());
  }

  @Test
  void passesTruncatedOrDamagedBytesThrough() throws IOException {
    association(MAP);
    map(MAP, 256, H264);
    for (int i = 0; i < 20; i++) {
      picture(256);
      map(MAP, 256, H264);
    }
    byte[] whole = sent.toByteArray();
    Random random = new Random(7);
    for (int times = 0; times < 500; times++) {
      byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length));
      for (int i = 0; i < 5 && damaged.length > 0; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      assertThat(read(damaged, 1 + random.nextInt(400))).isEqualTo(damaged);
    }
  }

  @Test
  void passesPacketsOfOtherSizesThrough() throws IOException {
    association(MAP);
    map(MAP, 256, H264);
    picture(256);
    map(MAP, 512, HEVC);
    picture(512);
    ByteArrayOutputStream timed = new ByteArrayOutputStream();
    byte[] packets = sent.toByteArray();
    for (int at = 0; at < packets.length; at += PACKET) {
      timed.write(new byte[4], 0, 4);
      timed.write(packets, at, PACKET);
    }

    assertThat(read(timed.toByteArray(), 1000)).isEqualTo(timed.toByteArray());
  }

  private static byte[] read(byte[] bytes, int slice) throws IOException {
    InputStream slices =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, slice));
          }
        };
    return new TransportStreamInput(slices).readAllBytes();
  }

  private static byte[] without(byte[] bytes, int packetAt) {
    byte[] rest = new byte[bytes.length - PACKET];
    System.arraycopy(bytes, 0, rest, 0, packetAt);
    System.arraycopy(bytes, packetAt + PACKET, rest, packetAt, rest.length - packetAt);
    return rest;
  }

  private static int pid(byte[] packet) {
    return (packet[1] & 0x1f) << 8 | (packet[2] & 0xff);
  }

  private void association(int... mapPids) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < mapPids.length; i++) {
      int pid = 0xe000 | mapPids[i];
      entries.add(new byte[] {0, (byte) (i + 1), (byte) (pid >> 8), (byte) pid});
    }
    ByteBuffer body = ByteBuffer.allocate(4 * entries.size());
    entries.forEach(body::put);
    packet(0, true, withPointer(section(0x00, body.array())));
  }

  private void map(int mapPid, int pid, int type) {
    packet(mapPid, true, withPointer(section(0x02, mapBody(pid, type, 0))));
  }

  private static byte[] mapBody(int pid, int type, int descriptorBytes) {
    ByteBuffer body = ByteBuffer.allocate(4 + 5 + descriptorBytes);
    body.putShort((short) (0xe000 | pid)).putShort((short) 0xf000);
    body.put((byte) type).putShort((short) (0xe000 | pid));
    body.putShort((short) (0xf000 | descriptorBytes));
    return body.array();
  }

  private static byte[] section(int table, byte[] body) {
    return section(table, 1, body);
  }

  private static byte[] section(int table, int number, byte[] body) {
    ByteBuffer section = ByteBuffer.allocate(8 + body.length + 4);
    section.put((byte) table).putShort((short) (0xb000 | (body.length + 9)));
    section.putShort((short) number).put((byte) 0xc1).put((byte) 0).put((byte) 0).put(body);
    section.putInt(PsiSections.crc(section.array(), section.position()));
    return section.array();
  }

  private static byte[] withPointer(byte[] section) {
    byte[] payload = new byte[section.length + 1];
    System.arraycopy(section, 0, payload, 1, section.length);
    return payload;
  }

  private void picture(int pid) {
    packet(pid, true, new byte[] {0, 0, 1, (byte) 0xe0, 0, 0, (byte) 0x80, 0, 0, 1, 2, 3});
  }

  private void packet(int pid, boolean start, byte[] payload) {
    byte[] packet = new byte[PACKET];
    Arrays.fill(packet, (byte) 0xff);
    packet[0] = 0x47;
    packet[1] = (byte) ((start ? 0x40 : 0) | pid >> 8);
    packet[2] = (byte) pid;
    packet[3] = (byte) (0x10 | (continuity++ & 0x0f));
    System.arraycopy(payload, 0, packet, 4, payload.length);
    sent.write(packet, 0, PACKET);
  }
}
