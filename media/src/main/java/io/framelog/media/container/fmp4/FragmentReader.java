package io.framelog.media.container.fmp4;

import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEventSink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code moof}, ISO/IEC 14496-12 §8.8.4, into a {@link SampleTable}. Keeps each track's
 * decode time between fragments, for publishers that omit {@code tfdt}.
 */
final class FragmentReader {
  private final List<FragmentTrack> tracks;
  private final SampleTable samples;

  FragmentReader(Movie movie, SampleTable samples) {
    this.tracks = movie.tracks().stream().map(FragmentTrack::new).toList();
    this.samples = samples;
  }

  /**
   * @param fileStart offset of the publisher's {@code ftyp}
   */
  void read(BoxHeader header, BoxBody moof, long fileStart, MediaEventSink sink) {
    tracks.forEach(FragmentTrack::fragmentBegins);
    FragmentData data = new FragmentData(fileStart, header.offset(), header.offset());
    for (BoxBody box = moof.nextChild(); box != null; box = moof.nextChild()) {
      if (box.type() == FourCc.TRAF) {
        data = data.continuedAt(trackFragment(box, data));
      }
    }
    samples.arrange(header.end());
    announce(sink);
  }

  /**
   * Announces the start of each track in this fragment. Not needed for a fragment with one track,
   * whose samples are in order.
   */
  private void announce(MediaEventSink sink) {
    int announced = 0;
    for (FragmentTrack track : tracks) {
      announced += track.isAnnounced() ? 1 : 0;
    }
    if (announced < 2) {
      return;
    }
    for (FragmentTrack track : tracks) {
      if (track.isAnnounced()) {
        sink.on(new MediaEvent.SamplesAnnounced(track.movieTrack().id(), track.earliest()));
      }
    }
  }

  /** Returns the offset of the first byte after this track fragment's data. */
  private long trackFragment(BoxBody traf, FragmentData data) {
    FragmentTrack track = null;
    TrackFragmentHeader header = null;
    long dataEnd = data.previousEnd();
    for (BoxBody box = traf.nextChild(); box != null; box = traf.nextChild()) {
      switch (box.type()) {
        case FourCc.TFHD -> {
          box.version();
          int flags = box.u24();
          track = track(box);
          header = TrackFragmentHeader.read(flags, box, track.movieTrack().defaults(), data);
          dataEnd = header.baseOffset();
        }
        case FourCc.TFDT -> required(track, box).nextDecodeTime(decodeTime(box));
        case FourCc.TRUN -> {
          FragmentTrack of = required(track, box);
          dataEnd = TrackRun.read(box, of, required(header, box), dataEnd, samples);
        }
        default -> {}
      }
    }
    return dataEnd;
  }

  private FragmentTrack track(BoxBody tfhd) {
    long id = tfhd.u32();
    for (FragmentTrack track : tracks) {
      if (track.movieTrack().id() == id) {
        return track;
      }
    }
    throw tfhd.malformed("fragment of track " + id + ", which is not in moov");
  }

  private static long decodeTime(BoxBody tfdt) {
    int version = tfdt.version();
    tfdt.u24();
    return Bounds.check(version == 1 ? tfdt.u64() : tfdt.u32(), tfdt);
  }

  private static <T> T required(@Nullable T known, BoxBody box) {
    if (known == null) {
      throw box.malformed(box.name() + " before tfhd");
    }
    return known;
  }
}
