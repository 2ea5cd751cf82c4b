package io.framelog.ingest.source;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The addresses by which limits per address count. */
public final class RemoteAddress {
  private static final int IPV6_BYTES = 16;
  private static final int NETWORK_BYTES = 8;

  private RemoteAddress() {}

  /**
   * The address of a connection's peer. For IPv6 it is the network of 64 bits, because one host may
   * use all addresses in it.
   *
   * @return {@code unknown} when the connection has no address any more
   */
  public static String of(@Nullable SocketAddress remote) {
    String address = remote == null ? null : remote.hostAddress();
    if (address == null) {
      return "unknown";
    }
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    if (bytes == null || bytes.length != IPV6_BYTES) {
      return address;
    }
    HexFormat hex = HexFormat.of();
    StringBuilder network = new StringBuilder();
    for (int i = 0; i < NETWORK_BYTES; i += 2) {
      network.append(hex.formatHex(bytes, i, i + 2)).append(':');
    }
    return network.append(":/64").toString();
  }
}
