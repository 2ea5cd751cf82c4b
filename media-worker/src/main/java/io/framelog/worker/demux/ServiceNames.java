package io.framelog.worker.demux;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the name of the first named service of an MPEG-TS from the service description table (ETSI
 * EN 300 468 §5.2.3, §6.2.33). FFmpeg does not decode names and ends them at a zero byte, which the
 * selection of a character table may contain. Not thread-safe.
 */
final class ServiceNames {
  private static final int SDT_PID = 0x11;
  private static final int SDT_OF_THIS_TS = 0x42;
  private static final int SERVICE_DESCRIPTOR = 0x48;

  /** Bytes of a section before its services. */
  private static final int SECTION_HEAD_BYTES = 11;

  private static final int SERVICE_HEAD_BYTES = 5;
  private static final int CRC_BYTES = 4;

  private final PsiSections sections = new PsiSections();
  private @Nullable String name;

  /** Processes one packet of 188 bytes. */
  void packet(byte[] packet) {
    int pid = (packet[1] & 0x1f) << 8 | (packet[2] & 0xff);
    int control = packet[3] >> 4 & 3;
    int from = (control & 2) == 0 ? 4 : 5 + (packet[4] & 0xff);
    if (name == null && pid == SDT_PID && (control & 1) != 0 && from < packet.length) {
      boolean start = (packet[1] & 0x40) != 0;
      sections.payload(
          ByteBuffer.wrap(packet, from, packet.length - from), start, this::describedServices);
    }
  }

  /** The first service's name; null while none is known. */
  @Nullable String name() {
    return name;
  }

  private void describedServices(ByteBuffer section) {
    int end = section.limit() - CRC_BYTES;
    if (end < SECTION_HEAD_BYTES) {
      return;
    }
    if ((section.get(0) & 0xff) != SDT_OF_THIS_TS || (section.get(5) & 1) == 0) {
      return; // describes another transport stream, or applies later
    }
    int at = SECTION_HEAD_BYTES;
    while (name == null && at + SERVICE_HEAD_BYTES <= end) {
      int descriptors = at + SERVICE_HEAD_BYTES;
      at = descriptors + (section.getShort(at + 3) & 0x0fff);
      service(section, descriptors, Math.min(at, end));
    }
  }

  private void service(ByteBuffer section, int from, int end) {
    int at = from;
    while (name == null && at + 2 <= end) {
      int content = at + 2;
      int tag = section.get(at) & 0xff;
      at = content + (section.get(at + 1) & 0xff);
      if (tag == SERVICE_DESCRIPTOR && at <= end) {
        name = nameIn(section, content, at);
      }
    }
  }

  /** Parses service type, provider name and service name; a length precedes each name. */
  private static @Nullable String nameIn(ByteBuffer section, int from, int end) {
    int lengthAt = from + 1 < end ? from + 2 + (section.get(from + 1) & 0xff) : end;
    if (lengthAt >= end) {
      return null;
    }
    byte[] text = new byte[Math.min(section.get(lengthAt) & 0xff, end - lengthAt - 1)];
    section.get(lengthAt + 1, text);
    return ContainerNames.ofService(DvbText.decode(text));
  }
}
