package io.framelog.media.container.fmp4;

/**
 * The possible bases of a track fragment's data offsets, ISO/IEC 14496-12 §8.8.7.1; all are offsets
 * in the publisher's bytes.
 *
 * @param fileStart offset of the last {@code ftyp}: explicit offsets are relative to the file's
 *     beginning
 * @param moofStart offset of the {@code moof}
 * @param previousEnd end of the previous track fragment's data; the moof's start for the first one
 */
record FragmentData(long fileStart, long moofStart, long previousEnd) {
  FragmentData continuedAt(long end) {
    return new FragmentData(fileStart, moofStart, end);
  }
}
