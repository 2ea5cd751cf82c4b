package io.framelog.controlplane;

/**
 * A device of a node.
 *
 * @param kind {@code video} or {@code audio}
 * @param device as in a capture's parameters: {@code v4l2:/dev/video0}
 * @param description for people; may be empty
 */
public record DeviceInfo(String kind, String device, String description) {
  public DeviceInfo {
    Required.field("devices.kind", kind);
    Required.field("devices.device", device);
    Required.field("devices.description", description);
  }
}
