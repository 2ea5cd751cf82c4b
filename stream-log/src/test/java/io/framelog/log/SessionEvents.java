package io.framelog.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records the calls of a session. */
final class SessionEvents implements SessionLog.Listener {
  final List<Boolean> pressure = new CopyOnWriteArrayList<>();
  final List<String> lost = new CopyOnWriteArrayList<>();
  volatile boolean takenOver;

  @Override
  public void onPressure(boolean paused) {
    pressure.add(paused);
  }

  @Override
  public void onLost(String reason, boolean takenOver) {
    this.takenOver = takenOver;
    lost.add(reason);
  }
}
