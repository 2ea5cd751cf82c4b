package io.framelog.edge.connection;

import io.framelog.controlplane.ControlJson;
import io.framelog.edge.frame.FrameWriter;
import io.framelog.edge.frame.SharedFrame;
import java.util.ArrayList;
import java.util.List;

/** Records what is written: the type of text messages, and the content of binary ones. */
public class NotingSocket implements FrameWriter {
  public final List<String> story = new ArrayList<>();
  public boolean writable = true;
  public long pendingBytes;
  public int closeCode;
  public boolean aborted;
  public String lastGap = "";

  @Override
  public boolean isWritable() {
    return writable;
  }

  @Override
  public void write(SharedFrame frame) {
    String payload = frame.payloadText();
    if (frame.isText()) {
      String type =
          ControlJson.read(payload, com.fasterxml.jackson.databind.JsonNode.class)
              .get("type")
              .asText();
      lastGap = type.equals("gap") ? payload : lastGap;
      story.add(type);
    } else {
      story.add(payload);
    }
  }

  @Override
  public void flush() {
    // nothing is buffered
  }

  @Override
  public void close(int code, String reason) {
    closeCode = code;
  }

  @Override
  public long pendingBytes() {
    return pendingBytes;
  }

  @Override
  public void abort() {
    aborted = true;
  }
}
