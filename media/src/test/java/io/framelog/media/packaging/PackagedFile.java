package io.framelog.media.packaging;

import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import io.framelog.media.codec.Keyframes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Drives a packager like the chunker: one part for each video sample, with the audio before it. */
final class PackagedFile {
  private static final int AUDIO_SAMPLES_A_PART = 5;

  private PackagedFile() {}

  /** Start of every track in the output, so that no decode time is negative. */
  static Path write(EncodedMedia media, Path directory) throws IOException {
    Packager packager = Packagers.forTracks(media.tracks());
    List<Keyframes> keyframes = media.tracks().stream().map(Keyframes::of).toList();
    boolean video = media.tracks().stream().anyMatch(track -> track.kind() == TrackKind.VIDEO);
    Path file = directory.resolve("packaged.bin");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(packager.initSegment().bytes().sharedArray());
      for (Sample sample : media.samples()) {
        int index = sample.trackId() - 1;
        Track track = media.tracks().get(index);
        long shift = track.timescale();
        packager.add(
            index,
            rescaled(sample.dts() + shift, track, packager.timescale(index)),
            rescaled(sample.pts() + shift, track, packager.timescale(index)),
            Math.max(1, rescaled(sample.duration(), track, packager.timescale(index))),
            keyframes.get(index).isKeyframe(sample),
            sample.data());
        if (video
            ? track.kind() == TrackKind.VIDEO
            : packager.pendingSamples() == AUDIO_SAMPLES_A_PART) {
          out.write(packager.finishPart().sharedArray());
        }
      }
      if (packager.pendingSamples() > 0) {
        out.write(packager.finishPart().sharedArray());
      }
    }
    return file;
  }

  static long rescaled(long ticks, Track track, long timescale) {
    return Math.floorDiv(ticks * timescale, track.timescale());
  }
}
