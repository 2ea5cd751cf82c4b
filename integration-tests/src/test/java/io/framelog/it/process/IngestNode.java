package io.framelog.it.process;

/**
 * An ingest service and its port for TCP publishers.
 *
 * @param tcpPort on the loopback address
 */
public record IngestNode(Service service, int tcpPort) {
  /** The URL for ffmpeg's output. */
  public String tcpUrl() {
    return "tcp://127.0.0.1:" + tcpPort;
  }

  public String httpUrl(String stream) {
    return service.http("/publish/" + stream).toString();
  }
}
