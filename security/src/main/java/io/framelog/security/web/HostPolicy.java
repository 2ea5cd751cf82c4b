package io.framelog.security.web;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names under which a service answers. The owner of any domain can let it point to an address
 * in a visitor's network. The visitor's browser then takes a page of that domain and the service
 * for the same origin (DNS rebinding), and only {@code Host} shows the foreign name.
 *
 * <p>An address in {@code Host} is always allowed: no name was looked up.
 */
public final class HostPolicy {
  private static final String KEY = "framelog.hosts";
  private static final String ANY = "*";
  private static final String SUBDOMAINS = "*.";
  private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]+]");
  private static final Pattern NAME = Pattern.compile("(\\*\\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?");

  private final boolean any;
  private final Set<String> names;

  private HostPolicy(boolean any, Set<String> names) {
    this.any = any;
    this.names = names;
  }

  /**
   * The policy of a configuration value.
   *
   * @param hosts names separated by commas, without ports; {@code *.example.com} for all names
   *     below one; {@code *} for any
   * @param ofMachine names of this machine
   * @throws IllegalArgumentException naming the key when an entry is no name
   */
  static HostPolicy of(String hosts, Set<String> ofMachine) {
    Set<String> given =
        Arrays.stream(hosts.split(",", -1))
            .map(host -> host.strip().toLowerCase(Locale.ROOT))
            .filter(host -> !host.isEmpty())
            .collect(Collectors.toSet());
    for (String host : given) {
      if (!host.equals(ANY) && !NAME.matcher(host).matches()) {
        throw new IllegalArgumentException(
            KEY + " has " + host + ", expected names like video.example.com, *.example.com, or *");
      }
    }
    Set<String> names = new HashSet<>(given);
    names.add("localhost");
    ofMachine.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    return new HostPolicy(given.contains(ANY), Set.copyOf(names));
  }

  /**
   * Checks a configuration value.
   *
   * @throws IllegalArgumentException naming the key when an entry is no name
   */
  public static void check(String hosts) {
    of(hosts, Set.of());
  }

  /** The host's name, its full name, and its name in the local network (RFC 6762). */
  static Set<String> namesOfThisMachine() {
    Set<String> names = new HashSet<>();
    try {
      InetAddress machine = InetAddress.getLocalHost();
      String name = machine.getHostName();
      names.add(name);
      names.add(name.split("\\.", 2)[0] + ".local");
      names.add(machine.getCanonicalHostName());
    } catch (UnknownHostException e) {
      // Clients cannot use a name that does not resolve.
      return Set.of();
    }
    return names;
  }

  /** Whether a request with a valid {@code Host} asks for this service. */
  boolean allows(HttpServerRequest request) {
    HostAndPort authority = request.authority();
    return authority == null || allows(authority.host());
  }

  /**
   * Whether a host is this service.
   *
   * @param host a name or an address, without port
   */
  boolean allows(String host) {
    if (any) {
      return true;
    }
    String name = host.toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    return IPV4.matcher(name).matches()
        || IPV6.matcher(name).matches()
        || names.contains(name)
        || isBelowAName(name);
  }

  private boolean isBelowAName(String name) {
    for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
      if (names.contains(SUBDOMAINS + name.substring(dot + 1))) {
        return true;
      }
    }
    return false;
  }
}
