package io.framelog.edge.hls;

import org.jspecify.annotations.Nullable;

/**
 * The Delivery Directives of a request for a playlist (draft-pantos-hls-rfc8216bis §6.2.5).
 *
 * @param msn media sequence number to wait for; -1 for the present playlist
 * @param part the segment's part to wait for; -1 for the whole segment
 * @param skip whether a delta update is requested
 * @param gzip whether the player accepts gzip
 * @param asFile whether it has a {@code Range}: the player loads a playlist like any media file
 */
record PlaylistRequest(long msn, long part, boolean skip, boolean gzip, boolean asFile) {
  /** How many segments after the playlist's last one may be requested. */
  private static final int ADVANCE_SEGMENTS = 2;

  /**
   * Parses a query.
   *
   * @throws IllegalArgumentException when it is not valid; the message may be sent to the player
   */
  static PlaylistRequest ofQuery(
      @Nullable String msn,
      @Nullable String part,
      @Nullable String skip,
      boolean gzip,
      boolean asFile) {
    if (msn == null && part != null) {
      throw new IllegalArgumentException("_HLS_part needs _HLS_msn");
    }
    return new PlaylistRequest(
        number("_HLS_msn", msn),
        number("_HLS_part", part),
        "YES".equals(skip) || "v2".equals(skip),
        gzip,
        asFile);
  }

  private static long number(String name, @Nullable String text) {
    if (text == null) {
      return -1;
    }
    if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException(name + " is not valid, expected a decimal integer");
    }
    return Long.parseLong(text);
  }

  boolean isBlocking() {
    return msn >= 0;
  }

  /**
   * Whether the playlist contains what the request waits for. Chromium's own player, which loads a
   * playlist as a file, fails if it has loaded all segments before it begins to play.
   */
  boolean isMetBy(PlaylistSnapshot.Playable snapshot) {
    return isBlocking() ? snapshot.contains(msn, part) : !asFile || !snapshot.isBeginning();
  }

  /** Whether the requested media cannot arrive within the time that a request may wait. */
  boolean isTooFarAhead(PlaylistSnapshot.Playable snapshot, HlsTiming timing) {
    Segment last = snapshot.last();
    if (msn > last.chunk() + ADVANCE_SEGMENTS) {
      return true;
    }
    long known = msn == last.chunk() ? last.listedParts(snapshot.targetS()) - 1L : -1;
    return msn >= last.chunk() && part > known + timing.advanceParts();
  }
}
