package io.framelog.media.container.fmp4;

import static io.framelog.media.container.ContainerException.Reason.MALFORMED;
import static io.framelog.media.container.ContainerException.Reason.UNKNOWN_CONTAINER;

import io.framelog.media.AudioFormat;
import io.framelog.media.Codec;
import io.framelog.media.ForeignSound;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.SoundCodec;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.container.ContainerException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the content of one {@code trak}; complete after {@link #read}. */
final class TrackReader {
  private static final String UNDETERMINED = "und";
  private static final Set<String> ENCRYPTED = Set.of("encv", "enca", "enct", "encs", "encm");

  private final BoxBody trak;
  private final long offset;
  private long id;
  private int handler;
  private long timescale;
  private String language = UNDETERMINED;
  private TrackPresentation presentation = TrackPresentation.UNSTATED;
  private EditList edits = EditList.NONE;
  private @Nullable SampleEntry entry;
  private @Nullable ContainerException failure;
  private @Nullable String title;

  private TrackReader(BoxBody trak) {
    this.trak = trak;
    this.offset = trak.offset();
  }

  static TrackReader read(BoxBody trak) {
    TrackReader track = new TrackReader(trak);
    for (BoxBody box = trak.nextChild(); box != null; box = trak.nextChild()) {
      switch (box.type()) {
        case FourCc.TKHD -> track.trackHeader(box);
        case FourCc.EDTS -> track.edits(box);
        case FourCc.MDIA -> track.media(box);
        case FourCc.UDTA -> track.title = TitleReader.read(box);
        default -> {}
      }
    }
    if (track.id < 1 || track.id > Integer.MAX_VALUE) {
      throw track.malformed("track number " + track.id + ", expected 1..2147483647");
    }
    return track;
  }

  long id() {
    return id;
  }

  /** The track's title, where GStreamer's mp4mux writes the stream's title. */
  @Nullable String title() {
    return title;
  }

  /** The name of the track's codec, else of its handler, for errors. */
  String name() {
    return entry != null ? entry.name() : FourCc.name(handler);
  }

  /** By the sample entry's type (ISO/IEC 23001-7 §4.1, ISO/IEC 14496-12 §8.12). */
  boolean isEncrypted() {
    return ENCRYPTED.contains(name());
  }

  boolean isVideo() {
    return handler == FourCc.VIDE;
  }

  /** The error of a track that cannot be read; valid after {@link #finish}. */
  @Nullable ContainerException failure() {
    return failure;
  }

  MovieTrack finish(long movieTimescale, SampleDefaults defaults) {
    SampleEntry known = entry;
    Codec codec = known == null ? null : known.codec();
    if (known == null || codec == null) {
      failure = known == null ? null : known.failure();
      SoundCodec decodable = known == null ? null : known.decodable();
      if (known != null && decodable != null && handler == FourCc.SOUN) {
        return decodable(known, decodable, movieTimescale, defaults);
      }
    } else {
      try {
        return carried(known, codec, movieTimescale, defaults);
      } catch (ContainerException e) {
        failure = e;
      }
    }
    return MovieTrack.ignored(ignored(), defaults);
  }

  private MovieTrack decodable(
      SampleEntry known, SoundCodec codec, long movieTimescale, SampleDefaults defaults) {
    IgnoredTrack ignored = ignored();
    try {
      return MovieTrack.ignored(
          ignored,
          new ForeignSound(
              (int) id,
              codec,
              known.config(),
              Math.toIntExact(timescale),
              (int) known.sampleRate(),
              known.channels(),
              known.layout(),
              true,
              language),
          edits.shift(movieTimescale, timescale, trak),
          defaults);
    } catch (ContainerException | IllegalArgumentException | ArithmeticException e) {
      // Ignored without an error, which would end the stream.
      return MovieTrack.ignored(ignored, defaults);
    }
  }

  private MovieTrack carried(
      SampleEntry known, Codec codec, long movieTimescale, SampleDefaults defaults) {
    if (timescale == 0) {
      throw malformed("track " + id + " has timescale 0, expected at least 1");
    }
    return MovieTrack.carried(
        track(known, codec, defaults.duration()),
        edits.shift(movieTimescale, timescale, trak),
        defaults);
  }

  private IgnoredTrack ignored() {
    ContainerException known = failure;
    return known == null
        ? IgnoredTrack.notCarried((int) id, kind(), name(), language)
        : new IgnoredTrack((int) id, kind(), name(), language, String.valueOf(known.getMessage()));
  }

  /** The handlers of ISO/IEC 14496-12 §12 and of QuickTime's subtitles. */
  private IgnoredTrack.Kind kind() {
    return switch (handler) {
      case FourCc.VIDE -> IgnoredTrack.Kind.VIDEO;
      case FourCc.SOUN -> IgnoredTrack.Kind.AUDIO;
      case FourCc.TEXT, FourCc.SUBT, FourCc.SBTL, FourCc.CLCP -> IgnoredTrack.Kind.SUBTITLE;
      default -> IgnoredTrack.Kind.DATA;
    };
  }

  private Track track(SampleEntry known, Codec codec, long duration) {
    VideoFormat picture = known.picture();
    VideoFormat video = null;
    AudioFormat audio = null;
    if (picture != null) {
      double frameRate = duration == 0 ? 0 : (double) timescale / duration;
      video = presentation.of(picture).withFrameRate(frameRate);
    } else {
      audio = audio(known);
    }
    return new Track((int) id, codec, known.config(), timescale, duration, video, audio, language);
  }

  private AudioFormat audio(SampleEntry known) {
    // 16 bits cannot hold rates above 65535: muxers then write 0 and use the rate as timescale.
    long sampleRate = known.sampleRate() != 0 ? known.sampleRate() : timescale;
    if (sampleRate > 768_000) {
      throw malformed("track " + id + " has sample rate " + sampleRate + ", expected 1..768000");
    }
    if (known.channels() < 1 || known.channels() > 255) {
      throw malformed("track " + id + " has " + known.channels() + " channels, expected 1..255");
    }
    return new AudioFormat((int) sampleRate, known.channels());
  }

  private void trackHeader(BoxBody tkhd) {
    int version = tkhd.version();
    tkhd.u24();
    tkhd.skip(version == 1 ? 16 : 8); // creation, modification
    id = tkhd.u32();
    tkhd.skip(4 + (version == 1 ? 8 : 4)); // reserved, duration
    tkhd.skip(16); // reserved, layer, alternate group, volume, reserved
    presentation = TrackPresentation.read(tkhd);
  }

  private void edits(BoxBody edts) {
    BoxBody elst = edts.findChild(FourCc.ELST);
    if (elst != null) {
      edits = EditList.read(elst);
    }
  }

  private void media(BoxBody mdia) {
    BoxBody minf = null;
    for (BoxBody box = mdia.nextChild(); box != null; box = mdia.nextChild()) {
      switch (box.type()) {
        case FourCc.MDHD -> mediaHeader(box);
        case FourCc.HDLR -> {
          box.skip(8); // version, flags, component type
          handler = box.s32();
        }
        case FourCc.MINF -> minf = box;
        default -> {}
      }
    }
    BoxBody stbl = minf == null ? null : minf.findChild(FourCc.STBL);
    if (stbl != null && (handler == FourCc.VIDE || handler == FourCc.SOUN)) {
      sampleTable(stbl);
    } else if (stbl != null) {
      entry = nameOnly(stbl.findChild(FourCc.STSD));
    }
  }

  private void mediaHeader(BoxBody mdhd) {
    int version = mdhd.version();
    mdhd.u24();
    mdhd.skip(version == 1 ? 16 : 8); // creation, modification
    timescale = mdhd.u32();
    mdhd.skip(version == 1 ? 8 : 4); // duration
    language = language(mdhd.u16());
  }

  private void sampleTable(BoxBody stbl) {
    for (BoxBody box = stbl.nextChild(); box != null; box = stbl.nextChild()) {
      switch (box.type()) {
        case FourCc.STSD -> entry = firstEntry(box);
        case FourCc.STSZ, FourCc.STZ2 -> refuseSamples(box);
        default -> {}
      }
    }
  }

  /** The entry of a track that is never carried: errors in it are ignored. */
  private static @Nullable SampleEntry nameOnly(@Nullable BoxBody stsd) {
    if (stsd == null || stsd.remaining() < 16) {
      return null;
    }
    stsd.skip(12); // version, flags, entry count, size of the first entry
    return SampleEntry.unsupported(FourCc.name(stsd.s32()));
  }

  private static SampleEntry firstEntry(BoxBody stsd) {
    stsd.skip(8); // version, flags, entry count
    BoxBody first = stsd.nextChild();
    if (first == null) {
      throw stsd.malformed("stsd without a sample entry");
    }
    return SampleEntryReader.read(first);
  }

  private static void refuseSamples(BoxBody sizes) {
    long offset = sizes.offset();
    sizes.skip(8); // version, flags, common or field size
    if (sizes.u32() > 0) {
      throw plainMp4(offset);
    }
  }

  /**
   * The error for an MP4 that cannot be played before its end has arrived, and for ffmpeg's {@code
   * frag_keyframe} alone, whose first fragment is in {@code moov}.
   */
  static ContainerException plainMp4(long offset) {
    return new ContainerException(
        UNKNOWN_CONTAINER,
        offset,
        "the MP4 is not fragmented from its beginning, expected one made with -movflags"
            + " empty_moov+default_base_moof+frag_keyframe; of a file, ffmpeg -re -i FILE -c copy"
            + " -f mpegts sends a stream");
  }

  /** Three letters of five bits, ISO/IEC 14496-12 §8.4.2.3; QuickTime's numbers give "und". */
  private static String language(int packed) {
    char[] letters = new char[3];
    for (int i = 0; i < 3; i++) {
      int letter = packed >>> (10 - 5 * i) & 0x1f;
      if (letter < 1 || letter > 26) {
        return UNDETERMINED;
      }
      letters[i] = (char) ('a' - 1 + letter);
    }
    return new String(letters);
  }

  private ContainerException malformed(String what) {
    return new ContainerException(MALFORMED, offset, what);
  }
}
