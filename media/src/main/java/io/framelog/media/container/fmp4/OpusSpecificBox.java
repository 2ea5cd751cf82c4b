package io.framelog.media.container.fmp4;

import io.framelog.media.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * {@code dOps} (Encapsulation of Opus in ISO Base Media File Format §4.3.2) says the same as
 * OpusHead (RFC 7845 §5.1), but big-endian and without the magic.
 */
final class OpusSpecificBox {
  private OpusSpecificBox() {}

  static Bytes toOpusHead(BoxBody dOps) {
    int version = dOps.u8();
    if (version != 0) {
      throw dOps.malformed("dOps of version " + version + ", expected 0");
    }
    int channels = dOps.u8();
    int preSkip = dOps.u16();
    int inputRate = dOps.s32();
    int gain = dOps.u16();
    int family = dOps.u8();
    Bytes mapping = family == 0 ? Bytes.EMPTY : dOps.bytes(2 + channels);
    ByteBuffer head = ByteBuffer.allocate(19 + mapping.length()).order(ByteOrder.LITTLE_ENDIAN);
    head.put("OpusHead".getBytes(StandardCharsets.US_ASCII));
    head.put((byte) 1).put((byte) channels).putShort((short) preSkip).putInt(inputRate);
    head.putShort((short) gain).put((byte) family).put(mapping.buffer());
    return Bytes.wrap(head.array());
  }
}
