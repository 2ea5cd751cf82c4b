package io.framelog.media.container.fmp4;

/**
 * The first fields of an audio sample entry, ISO/IEC 14496-12 §12.2.3 and QuickTime's versions 1
 * and 2.
 *
 * @param channels 0 when not stated
 * @param sampleBits bits of an uncompressed sample
 * @param sampleRate samples a second; 0 when not stated
 * @param frameBytes bytes of one frame of all channels; 0 when not stated
 * @param lpcmFlags flags of version 2: 1 floating-point, 2 big-endian, 4 signed; 0 in other
 *     versions
 */
record AudioEntryFields(
    int channels, int sampleBits, long sampleRate, int frameBytes, int lpcmFlags) {
  private static final int MAX_CHANNELS = 255;

  /** Reads the fields, and leaves the cursor at the first box. */
  static AudioEntryFields read(BoxBody entry) {
    entry.skip(8); // reserved, data reference
    int quickTimeVersion = entry.u16();
    entry.skip(6); // revision, vendor
    int channels = entry.u16();
    int sampleBits = entry.u16();
    entry.skip(4); // compression id, packet size
    long sampleRate = entry.u32() >>> 16;
    // QuickTime's versions have more fields before the boxes; ISO's version 1 does not, but it only
    // occurs in an stsd of version 1, which live muxers do not write.
    if (quickTimeVersion == 1) {
      entry.skip(8); // samples and bytes of a packet
      int frameBytes = entry.s32();
      entry.skip(4); // bytes of a sample
      return new AudioEntryFields(channels, sampleBits, sampleRate, Math.max(0, frameBytes), 0);
    }
    return quickTimeVersion == 2
        ? version2(entry)
        : new AudioEntryFields(channels, sampleBits, sampleRate, 0, 0);
  }

  private static AudioEntryFields version2(BoxBody entry) {
    entry.skip(4); // length of the structure
    double rate = Double.longBitsToDouble(entry.s64());
    long channels = entry.u32();
    entry.skip(4); // always 0x7f000000
    int bits = entry.s32();
    int flags = entry.s32();
    int packetBytes = entry.s32();
    entry.skip(4); // frames of a packet
    return new AudioEntryFields(
        channels > MAX_CHANNELS ? 0 : (int) channels,
        Math.max(0, bits),
        rate >= 1 && rate <= Integer.MAX_VALUE ? Math.round(rate) : 0,
        Math.max(0, packetBytes),
        flags);
  }
}
