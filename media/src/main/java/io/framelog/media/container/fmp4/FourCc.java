package io.framelog.media.container.fmp4;

/** The four-character codes of boxes, handlers and sample entries that this parser interprets. */
final class FourCc {
  static final int FTYP = 0x66747970;
  static final int MOOV = 0x6d6f6f76;
  static final int MFRA = 0x6d667261;
  static final int MOOF = 0x6d6f6f66;
  static final int MDAT = 0x6d646174;
  static final int MVHD = 0x6d766864;
  static final int MVEX = 0x6d766578;
  static final int TREX = 0x74726578;
  static final int TRAK = 0x7472616b;
  static final int TKHD = 0x746b6864;
  static final int EDTS = 0x65647473;
  static final int ELST = 0x656c7374;
  static final int MDIA = 0x6d646961;
  static final int MDHD = 0x6d646864;
  static final int HDLR = 0x68646c72;
  static final int MINF = 0x6d696e66;
  static final int STBL = 0x7374626c;
  static final int STSD = 0x73747364;
  static final int STSZ = 0x7374737a;
  static final int STZ2 = 0x73747a32;
  static final int UDTA = 0x75647461;
  static final int META = 0x6d657461;
  static final int ILST = 0x696c7374;
  static final int DATA = 0x64617461;
  static final int TRAF = 0x74726166;
  static final int TFHD = 0x74666864;
  static final int TFDT = 0x74666474;
  static final int TRUN = 0x7472756e;
  static final int WAVE = 0x77617665;
  static final int ESDS = 0x65736473;
  static final int OPUS_CONFIG = 0x644f7073;
  static final int FLAC_CONFIG = 0x64664c61;
  static final int AVC_CONFIG = 0x61766343;
  static final int HEVC_CONFIG = 0x68766343;
  static final int VP_CONFIG = 0x76706343;
  static final int AV1_CONFIG = 0x61763143;
  static final int PIXEL_ASPECT = 0x70617370;
  static final int COLOUR = 0x636f6c72;
  static final int CLEAN_APERTURE = 0x636c6170;
  static final int MASTERING_DISPLAY = 0x6d646376;
  static final int CONTENT_LIGHT = 0x636c6c69;
  static final int VP_MASTERING_DISPLAY = 0x536d446d;
  static final int VP_CONTENT_LIGHT = 0x436f4c4c;
  static final int NCLX = 0x6e636c78;
  static final int NCLC = 0x6e636c63;
  static final int VIDE = 0x76696465;
  static final int SOUN = 0x736f756e;
  static final int TEXT = 0x74657874;
  static final int SUBT = 0x73756274;
  static final int SBTL = 0x7362746c;
  static final int CLCP = 0x636c6370;
  static final int AVC1 = 0x61766331;
  static final int AVC3 = 0x61766333;
  static final int HVC1 = 0x68766331;
  static final int HEV1 = 0x68657631;
  static final int VP08 = 0x76703038;
  static final int VP09 = 0x76703039;
  static final int AV01 = 0x61763031;
  static final int MP4A = 0x6d703461;
  static final int OPUS = 0x4f707573;
  static final int FLAC = 0x664c6143;
  static final int MP3 = 0x2e6d7033;
  static final int AC3 = 0x61632d33;
  static final int EAC3 = 0x65632d33;
  static final int ALAW = 0x616c6177;
  static final int ULAW = 0x756c6177;
  static final int SOWT = 0x736f7774;
  static final int TWOS = 0x74776f73;
  static final int IPCM = 0x6970636d;
  static final int FPCM = 0x6670636d;
  static final int LPCM = 0x6c70636d;
  static final int RAW = 0x72617720;
  static final int IN24 = 0x696e3234;
  static final int IN32 = 0x696e3332;
  static final int FL32 = 0x666c3332;
  static final int FL64 = 0x666c3634;
  static final int IMA4 = 0x696d6134;
  static final int AGSM = 0x6167736d;
  static final int ALAC = 0x616c6163;
  static final int MP2 = 0x2e6d7032;
  static final int MLPA = 0x6d6c7061;
  static final int DTSC = 0x64747363;
  static final int DTSE = 0x64747365;
  static final int DTSH = 0x64747368;
  static final int DTSL = 0x6474736c;
  static final int ENDA = 0x656e6461;
  static final int PCM_CONFIG = 0x70636d43;
  static final int NAME = 0xa96e616d;

  private FourCc() {}

  /**
   * Whether a box type is plausible: printable ASCII, or Apple's leading © sign. This holds for all
   * registered types; other bytes mean that the reader has lost synchronization.
   */
  static boolean isPlausible(int code) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      int c = code >>> shift & 0xff;
      boolean printable = c >= 0x20 && c <= 0x7e;
      if (!printable && !(shift == 24 && c == 0xa9)) {
        return false;
      }
    }
    return true;
  }

  /** The code as text, unprintable bytes as {@code \\xNN}. */
  static String name(int code) {
    StringBuilder text = new StringBuilder(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      int c = code >>> shift & 0xff;
      if (c == 0xa9) {
        text.append('©');
      } else if (c >= 0x20 && c <= 0x7e) {
        text.append((char) c);
      } else {
        text.append(String.format("\\x%02x", c));
      }
    }
    return text.toString();
  }
}
