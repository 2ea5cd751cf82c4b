package io.framelog.media.container.mkv;

import static io.framelog.media.container.mkv.ElementType.BINARY;
import static io.framelog.media.container.mkv.ElementType.FLOAT;
import static io.framelog.media.container.mkv.ElementType.MASTER;
import static io.framelog.media.container.mkv.ElementType.SKIPPED;
import static io.framelog.media.container.mkv.ElementType.TEXT;
import static io.framelog.media.container.mkv.ElementType.UNSIGNED;

import org.jspecify.annotations.Nullable;

/**
 * The supported elements, with their ids as in RFC 9559 §5.1 (including the length marker) and
 * their only valid parent. Other elements are skipped anywhere.
 */
enum Element {
  EBML(0x1A45DFA3, MASTER, null),
  DOC_TYPE(0x4282, TEXT, EBML),

  SEGMENT(0x18538067, MASTER, null),
  SEEK_HEAD(0x114D9B74, SKIPPED, SEGMENT),
  CUES(0x1C53BB6B, SKIPPED, SEGMENT),
  /** Read as a whole for {@link TagTitle}: malformed tags must not end a stream. */
  TAGS(0x1254C367, BINARY, SEGMENT),
  CHAPTERS(0x1043A770, SKIPPED, SEGMENT),
  ATTACHMENTS(0x1941A469, SKIPPED, SEGMENT),

  INFO(0x1549A966, MASTER, SEGMENT),
  TIMESTAMP_SCALE(0x2AD7B1, UNSIGNED, INFO),
  TITLE(0x7BA9, TEXT, INFO),

  TRACKS(0x1654AE6B, MASTER, SEGMENT),
  TRACK_ENTRY(0xAE, MASTER, TRACKS),
  TRACK_NUMBER(0xD7, UNSIGNED, TRACK_ENTRY),
  CODEC_ID(0x86, TEXT, TRACK_ENTRY),
  CODEC_PRIVATE(0x63A2, BINARY, TRACK_ENTRY),
  CODEC_DELAY(0x56AA, UNSIGNED, TRACK_ENTRY),
  DEFAULT_DURATION(0x23E383, UNSIGNED, TRACK_ENTRY),
  LANGUAGE(0x22B59C, TEXT, TRACK_ENTRY),
  LANGUAGE_BCP47(0x22B59D, TEXT, TRACK_ENTRY),
  VIDEO(0xE0, MASTER, TRACK_ENTRY),
  PIXEL_WIDTH(0xB0, UNSIGNED, VIDEO),
  PIXEL_HEIGHT(0xBA, UNSIGNED, VIDEO),
  PIXEL_CROP_BOTTOM(0x54AA, UNSIGNED, VIDEO),
  PIXEL_CROP_TOP(0x54BB, UNSIGNED, VIDEO),
  PIXEL_CROP_LEFT(0x54CC, UNSIGNED, VIDEO),
  PIXEL_CROP_RIGHT(0x54DD, UNSIGNED, VIDEO),
  DISPLAY_WIDTH(0x54B0, UNSIGNED, VIDEO),
  DISPLAY_HEIGHT(0x54BA, UNSIGNED, VIDEO),
  DISPLAY_UNIT(0x54B2, UNSIGNED, VIDEO),
  ALPHA_MODE(0x53C0, UNSIGNED, VIDEO),
  COLOUR(0x55B0, MASTER, VIDEO),
  MATRIX_COEFFICIENTS(0x55B1, UNSIGNED, COLOUR),
  RANGE(0x55B9, UNSIGNED, COLOUR),
  TRANSFER_CHARACTERISTICS(0x55BA, UNSIGNED, COLOUR),
  PRIMARIES(0x55BB, UNSIGNED, COLOUR),
  MAX_CLL(0x55BC, UNSIGNED, COLOUR),
  MAX_FALL(0x55BD, UNSIGNED, COLOUR),
  MASTERING_METADATA(0x55D0, MASTER, COLOUR),
  PRIMARY_R_CHROMATICITY_X(0x55D1, FLOAT, MASTERING_METADATA),
  PRIMARY_R_CHROMATICITY_Y(0x55D2, FLOAT, MASTERING_METADATA),
  PRIMARY_G_CHROMATICITY_X(0x55D3, FLOAT, MASTERING_METADATA),
  PRIMARY_G_CHROMATICITY_Y(0x55D4, FLOAT, MASTERING_METADATA),
  PRIMARY_B_CHROMATICITY_X(0x55D5, FLOAT, MASTERING_METADATA),
  PRIMARY_B_CHROMATICITY_Y(0x55D6, FLOAT, MASTERING_METADATA),
  WHITE_POINT_CHROMATICITY_X(0x55D7, FLOAT, MASTERING_METADATA),
  WHITE_POINT_CHROMATICITY_Y(0x55D8, FLOAT, MASTERING_METADATA),
  LUMINANCE_MAX(0x55D9, FLOAT, MASTERING_METADATA),
  LUMINANCE_MIN(0x55DA, FLOAT, MASTERING_METADATA),
  PROJECTION(0x7670, MASTER, VIDEO),
  PROJECTION_POSE_YAW(0x7673, FLOAT, PROJECTION),
  PROJECTION_POSE_ROLL(0x7675, FLOAT, PROJECTION),
  AUDIO(0xE1, MASTER, TRACK_ENTRY),
  SAMPLING_FREQUENCY(0xB5, FLOAT, AUDIO),
  OUTPUT_SAMPLING_FREQUENCY(0x78B5, FLOAT, AUDIO),
  BIT_DEPTH(0x6264, UNSIGNED, AUDIO),
  CHANNELS(0x9F, UNSIGNED, AUDIO),
  CONTENT_ENCODINGS(0x6D80, MASTER, TRACK_ENTRY),
  CONTENT_ENCODING(0x6240, MASTER, CONTENT_ENCODINGS),
  CONTENT_ENCODING_SCOPE(0x5032, UNSIGNED, CONTENT_ENCODING),
  CONTENT_ENCODING_TYPE(0x5033, UNSIGNED, CONTENT_ENCODING),
  CONTENT_COMPRESSION(0x5034, MASTER, CONTENT_ENCODING),
  CONTENT_COMP_ALGO(0x4254, UNSIGNED, CONTENT_COMPRESSION),
  CONTENT_COMP_SETTINGS(0x4255, BINARY, CONTENT_COMPRESSION),

  CLUSTER(0x1F43B675, MASTER, SEGMENT),
  TIMESTAMP(0xE7, UNSIGNED, CLUSTER),
  SIMPLE_BLOCK(0xA3, BINARY, CLUSTER),
  BLOCK_GROUP(0xA0, MASTER, CLUSTER),
  BLOCK(0xA1, BINARY, BLOCK_GROUP),
  BLOCK_DURATION(0x9B, UNSIGNED, BLOCK_GROUP),
  REFERENCE_BLOCK(0xFB, SKIPPED, BLOCK_GROUP),
  BLOCK_ADDITIONS(0x75A1, MASTER, BLOCK_GROUP),
  BLOCK_MORE(0xA6, MASTER, BLOCK_ADDITIONS),
  BLOCK_ADD_ID(0xEE, UNSIGNED, BLOCK_MORE),
  BLOCK_ADDITIONAL(0xA5, BINARY, BLOCK_MORE),

  /** Void, CRC-32 and all unsupported elements: allowed anywhere. */
  OTHER(0, SKIPPED, null);

  private static final int SLOTS = 256;
  private static final Element[] TABLE = new Element[SLOTS];

  static {
    for (Element element : values()) {
      int slot = slot(element.id);
      while (TABLE[slot] != null) {
        slot = (slot + 1) % SLOTS;
      }
      TABLE[slot] = element;
    }
  }

  private final int id;
  private final ElementType type;
  private final @Nullable Element parent;

  Element(int id, ElementType type, @Nullable Element parent) {
    this.id = id;
    this.type = type;
    this.parent = parent;
  }

  /** Never null; {@link #OTHER} for an unsupported id. Allocates nothing. */
  static Element of(int id) {
    for (int slot = slot(id); TABLE[slot] != null; slot = (slot + 1) % SLOTS) {
      if (TABLE[slot].id == id) {
        return TABLE[slot];
      }
    }
    return OTHER;
  }

  private static int slot(int id) {
    return (id * 0x9E3779B1) >>> 24;
  }

  int id() {
    return id;
  }

  ElementType type() {
    return type;
  }

  /** The parent element; null at the top level and for {@link #OTHER}. */
  @Nullable Element parent() {
    return parent;
  }

  /** Whether its size may be unknown: it then ends at the first element that it cannot contain. */
  boolean mayBeOpenEnded() {
    return this == SEGMENT || this == CLUSTER;
  }
}
