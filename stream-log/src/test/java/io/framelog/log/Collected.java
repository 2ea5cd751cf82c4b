package io.framelog.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Collects the records that a reader delivers. */
class Collected implements RecordListener {
  final List<LoggedRecord> records = new CopyOnWriteArrayList<>();
  final List<LogException> lost = new CopyOnWriteArrayList<>();

  @Override
  public void onRecords(List<LoggedRecord> found) {
    records.addAll(found);
  }

  @Override
  public void onLost(LogException reason) {
    lost.add(reason);
  }

  List<Long> offsets() {
    return records.stream().map(LoggedRecord::offset).toList();
  }
}
