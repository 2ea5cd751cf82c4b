package io.framelog.media.packaging.fmp4;

import io.framelog.media.Bytes;
import io.framelog.media.packaging.PendingSamples;
import java.nio.ByteBuffer;

/**
 * One {@code moof+mdat}, written once into an array of exactly its size.
 *
 * <pre>
 * moof                                      mdat
 * ├─ mfhd  sequence number                  ├─ samples of the first track
 * ├─ traf  of each track with samples       └─ samples of the second track …
 * │  ├─ tfhd  default-base-is-moof
 * │  ├─ tfdt  decode time of its first sample
 * │  └─ trun  duration, size[, flags, composition offset] of each sample
 * </pre>
 *
 * <p>Inside a part a sample's duration is the distance to the next one of its track, so that
 * durations reproduce the decode times exactly; only the last sample's duration is used as given.
 */
final class MovieFragment {
  private static final int BOX_HEADER = 8;
  private static final int MFHD = 16;
  private static final int TFHD = 16;
  private static final int TFDT = 20;
  private static final int TRUN_FIXED = 20;

  private static final int DEFAULT_BASE_IS_MOOF = 0x02_0000;
  private static final int VERSION_1 = 1 << 24;
  private static final int DATA_OFFSET = 0x001;
  private static final int DURATION = 0x100;
  private static final int SIZE = 0x200;
  private static final int FLAGS = 0x400;
  private static final int COMPOSITION_OFFSET = 0x800;

  private static final int MFHD_TYPE = 0x6d66_6864;
  private static final int MOOF_TYPE = 0x6d6f_6f66;
  private static final int MDAT_TYPE = 0x6d64_6174;
  private static final int TRAF_TYPE = 0x7472_6166;
  private static final int TFHD_TYPE = 0x7466_6864;
  private static final int TFDT_TYPE = 0x7466_6474;
  private static final int TRUN_TYPE = 0x7472_756e;

  private final PendingSamples samples;
  private final boolean[] video;
  private final int[] countOfTrack;
  private final int[] bytesOfTrack;

  /**
   * Creates a writer for all fragments of one packager.
   *
   * @param video for each track, whether its samples have flags and composition offsets
   */
  MovieFragment(PendingSamples samples, boolean[] video) {
    this.samples = samples;
    this.video = video.clone();
    this.countOfTrack = new int[video.length];
    this.bytesOfTrack = new int[video.length];
  }

  Bytes write(int sequenceNumber) {
    int moofSize = measure();
    int mdatSize = Math.addExact(BOX_HEADER, samples.byteCount());
    ByteBuffer out = ByteBuffer.wrap(new byte[Math.addExact(moofSize, mdatSize)]);
    out.putInt(moofSize).putInt(MOOF_TYPE);
    out.putInt(MFHD).putInt(MFHD_TYPE).putInt(0).putInt(sequenceNumber);
    int dataOffset = moofSize + BOX_HEADER;
    for (int track = 0; track < video.length; track++) {
      if (countOfTrack[track] > 0) {
        writeTrackFragment(out, track, dataOffset);
        dataOffset += bytesOfTrack[track];
      }
    }
    out.putInt(mdatSize).putInt(MDAT_TYPE);
    for (int track = 0; track < video.length; track++) {
      copySamples(out, track);
    }
    return Bytes.wrap(out.array());
  }

  private int measure() {
    for (int track = 0; track < video.length; track++) {
      countOfTrack[track] = 0;
      bytesOfTrack[track] = 0;
    }
    for (int i = 0; i < samples.count(); i++) {
      countOfTrack[samples.track(i)]++;
      bytesOfTrack[samples.track(i)] += samples.size(i);
    }
    int size = BOX_HEADER + MFHD;
    for (int track = 0; track < video.length; track++) {
      if (countOfTrack[track] > 0) {
        size += BOX_HEADER + TFHD + TFDT + trunSize(track);
      }
    }
    return size;
  }

  private int trunSize(int track) {
    return TRUN_FIXED + countOfTrack[track] * (video[track] ? 16 : 8);
  }

  private void writeTrackFragment(ByteBuffer out, int track, int dataOffset) {
    out.putInt(BOX_HEADER + TFHD + TFDT + trunSize(track)).putInt(TRAF_TYPE);
    out.putInt(TFHD).putInt(TFHD_TYPE).putInt(DEFAULT_BASE_IS_MOOF).putInt(track + 1);
    int current = next(track, 0);
    out.putInt(TFDT).putInt(TFDT_TYPE).putInt(VERSION_1).putLong(samples.dts(current));
    int flags = DATA_OFFSET | DURATION | SIZE | (video[track] ? FLAGS | COMPOSITION_OFFSET : 0);
    out.putInt(trunSize(track)).putInt(TRUN_TYPE).putInt(VERSION_1 | flags);
    out.putInt(countOfTrack[track]).putInt(dataOffset);
    while (current < samples.count()) {
      int following = next(track, current + 1);
      long duration =
          following < samples.count()
              ? samples.dts(following) - samples.dts(current)
              : samples.duration(current);
      out.putInt(unsigned32(duration)).putInt(samples.size(current));
      if (video[track]) {
        out.putInt(SampleFlags.of(samples.keyframe(current)));
        out.putInt(Math.toIntExact(samples.pts(current) - samples.dts(current)));
      }
      current = following;
    }
  }

  private static int unsigned32(long ticks) {
    if (ticks < 0 || ticks > 0xffff_ffffL) {
      throw new IllegalArgumentException("duration of " + ticks + " ticks does not fit 32 bits");
    }
    return (int) ticks;
  }

  private void copySamples(ByteBuffer out, int track) {
    for (int i = next(track, 0); i < samples.count(); i = next(track, i + 1)) {
      samples.copyTo(i, out);
    }
  }

  /** The track's first sample at or after an index; the count when there is none. */
  private int next(int track, int from) {
    int index = from;
    while (index < samples.count() && samples.track(index) != track) {
      index++;
    }
    return index;
  }
}
