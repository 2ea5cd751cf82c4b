package io.framelog.ingest.publish;

import io.framelog.control.TrackInfo;
import io.framelog.media.AudioFormat;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.chunk.ChunkHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Describes the tracks of a chunk header to viewers and the API. */
final class TrackInfos {
  private TrackInfos() {}

  static List<TrackInfo> of(ChunkHeader header) {
    List<TrackInfo> infos = new ArrayList<>(header.tracks().size());
    for (int i = 0; i < header.tracks().size(); i++) {
      infos.add(of(header.tracks().get(i), header.codecStrings().get(i)));
    }
    return infos;
  }

  private static TrackInfo of(Track track, String codecString) {
    VideoFormat video = track.video();
    AudioFormat audio = track.audio();
    return new TrackInfo(
        track.id(),
        track.kind().name().toLowerCase(Locale.ROOT),
        codecString,
        video == null ? null : known(video.width()),
        video == null ? null : known(video.height()),
        video == null || video.frameRate() == 0 ? null : (Double) video.frameRate(),
        audio == null ? null : (Integer) audio.sampleRate(),
        audio == null ? null : (Integer) audio.channels(),
        track.language().equals("und") ? null : track.language());
  }

  private static @Nullable Integer known(int pixels) {
    return pixels == 0 ? null : (Integer) pixels;
  }
}
