package io.framelog.worker.demux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceNamesTest {
  private static final int PACKET_BYTES = 188;
  private static final int PAYLOAD_BYTES = 184;

  private final ServiceNames names = new ServiceNames();

  @ParameterizedTest
  @CsvSource({
    // table, bytes, text: ETSI EN 300 468 annex A.2
    "not selected,        63616d31,               cam1",
    "UTF-8 not selected,  53747261c39f65,         Straße",
    "ISO 6937,            c86163,                 \ufffdac",
    "ISO/IEC 8859-5,      01bad0dcd5e0d0,         Камера",
    "ISO/IEC 8859-9,      05 537472 61df65,       Straße",
    "ISO/IEC 8859-15,     0ba4,                   €",
    "8859-2 of two bytes, 1000028a b3f364bc,      łódź",
    "8859-7 of two bytes, 100007 c1,              Α",
    "8859-12: none,       08 61,                  a",
    "UTF-16,              11 00e4 0062,           äb",
    "KS X 1001,           12 b0a1,                가",
    "GB 2312,             13 b0a1,                啊",
    "UTF-16,              14 554a,                啊",
    "UTF-8,               15 c3a4 ee8287 62,      äb",
    "emphasis,            05 8661 87 62,          ab",
    "reserved,            1f 61,                  a",
  })
  void areDecodedWithTheSelectedCharacterTable(String table, String hex, String name) {
    describe(HexFormat.of().parseHex(hex.replace(" ", "")));

    assertThat(names.name()).as(table).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"''", "15", "10", "1000", "20", "5365727669636530 31"})
  void areIgnoredWhenEmptyOrDefault(String hex) {
    describe(HexFormat.of().parseHex(hex.replace(" ", "")));

    assertThat(names.name()).isNull();
  }

  @Test
  void usesTheFirstServiceWithAName() {
    describe(new byte[0]);
    describe("one".getBytes(StandardCharsets.US_ASCII), "two".getBytes(StandardCharsets.US_ASCII));
    describe("three".getBytes(StandardCharsets.US_ASCII));

    assertThat(names.name()).isEqualTo("one");
  }

  @Test
  void neverReadsBeyondTruncatedOrDamagedSections() {
    byte[] section = section(new byte[][] {"camera".getBytes(StandardCharsets.US_ASCII)});
    Random random = new Random(3);
    for (int times = 0; times < 20_000; times++) {
      byte[] damaged = section.clone();
      for (int i = 0; i < 3; i++) {
        damaged[3 + random.nextInt(section.length - 3)] = (byte) random.nextInt();
      }
      putCrc(damaged);
      ServiceNames read = new ServiceNames();
      send(damaged, read);
      assertThat(read.name() == null || read.name().length() <= section.length).isTrue();
    }
    for (int length = 0; length < section.length - 3; length++) {
      byte[] cut = Arrays.copyOf(section, 3 + length);
      cut[1] = (byte) (0xf0 | length >> 8);
      cut[2] = (byte) length;
      if (length >= 4) {
        putCrc(cut);
      }
      send(cut, new ServiceNames());
    }
  }

  private void describe(byte[]... services) {
    send(section(services), names);
  }

  private static byte[] section(byte[][] services) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] name : services) {
      byte[] provider = {'P', 'r', 'o'};
      int descriptor = 3 + provider.length + name.length;
      // its id, no events, running; another descriptor; type, provider and name
      body.writeBytes(new byte[] {0, 1, (byte) 0xfc, (byte) 0x80, (byte) (3 + 2 + descriptor)});
      body.writeBytes(new byte[] {0x5f, 1, 0});
      body.writeBytes(new byte[] {0x48, (byte) descriptor, 1, (byte) provider.length});
      body.writeBytes(provider);
      body.write(name.length);
      body.writeBytes(name);
    }
    byte[] section = new byte[11 + body.size() + 4];
    ByteBuffer.wrap(section)
        .put((byte) 0x42)
        .putShort((short) (0xf000 | (section.length - 3)))
        .put(new byte[] {0, 1, (byte) 0xc1, 0, 0, 0, 1, (byte) 0xff})
        .put(body.toByteArray());
    putCrc(section);
    return section;
  }

  private static void putCrc(byte[] section) {
    int at = section.length - 4;
    ByteBuffer.wrap(section).putInt(at, PsiSections.crc(section, at));
  }

  private static void send(byte[] section, ServiceNames to) {
    byte[] payload = new byte[section.length + 1];
    System.arraycopy(section, 0, payload, 1, section.length);
    for (int at = 0; at < payload.length; at += PAYLOAD_BYTES) {
      byte[] packet = new byte[PACKET_BYTES];
      Arrays.fill(packet, (byte) 0xff);
      packet[0] = 0x47;
      packet[1] = (byte) (at == 0 ? 0x40 : 0);
      packet[2] = 0x11;
      packet[3] = 0x10;
      System.arraycopy(payload, at, packet, 4, Math.min(PAYLOAD_BYTES, payload.length - at));
      to.packet(packet);
    }
  }
}
