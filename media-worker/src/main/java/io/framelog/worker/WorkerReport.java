package io.framelog.worker;

/** The prefixes of a worker's reports, which it sends besides the media. */
public final class WorkerReport {
  /** Followed by the number of frames that a capture has dropped since it began. */
  public static final String DROPPED = "dropped ";

  /** Followed by the number, counted from 1, of the input track that the next packets come from. */
  public static final String SOUND = "sound ";

  /** Followed by the kind, name and description of one device, separated by tabs. */
  public static final String DEVICE = "device ";

  private WorkerReport() {}
}
