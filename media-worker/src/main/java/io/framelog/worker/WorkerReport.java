package io.framelog.worker;

/** What a worker says beside the media: how each report begins. */
public final class WorkerReport {
  /** Then how many frames a capture has dropped since it began. */
  public static final String DROPPED = "dropped ";

  /** Then which of the sounds to transcode, counted from 1, the packets that follow come from. */
  public static final String SOUND = "sound ";

  /** Then kind, device and description of one device, separated by tabs. */
  public static final String DEVICE = "device ";

  private WorkerReport() {}
}
