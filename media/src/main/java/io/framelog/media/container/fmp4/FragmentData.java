package io.framelog.media.container.fmp4;

/**
 * What a track fragment's data offsets can count from, ISO/IEC 14496-12 §8.8.7.1; all in the
 * publisher's bytes.
 *
 * @param fileStart of the {@code ftyp} last seen: explicit offsets count from the file's beginning
 * @param moofStart of the {@code moof}
 * @param previousEnd behind the data of the track fragment before; the moof's start for the first
 */
record FragmentData(long fileStart, long moofStart, long previousEnd) {
  FragmentData continuedAt(long end) {
    return new FragmentData(fileStart, moofStart, end);
  }
}
