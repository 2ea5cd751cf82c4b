package io.framelog.media.container.fmp4;

/** A track and the decode time its next sample has when the fragment does not say. */
final class FragmentTrack {
  private final MovieTrack movieTrack;
  private long nextDecodeTime;

  FragmentTrack(MovieTrack movieTrack) {
    this.movieTrack = movieTrack;
  }

  MovieTrack movieTrack() {
    return movieTrack;
  }

  long nextDecodeTime() {
    return nextDecodeTime;
  }

  void nextDecodeTime(long ticks) {
    nextDecodeTime = ticks;
  }
}
