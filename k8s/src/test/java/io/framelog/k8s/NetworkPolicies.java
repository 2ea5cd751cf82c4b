package io.framelog.k8s;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates policies like a cluster's network: a connection is allowed if the policies of the
 * sender's namespace allow its egress and those of the receiver's its ingress. A pod that no policy
 * selects for a direction is unrestricted in it.
 */
record NetworkPolicies(List<NetworkPolicy> policies) {
  static NetworkPolicies of(Manifests manifests) {
    return new NetworkPolicies(manifests.all(NetworkPolicy.class).toList());
  }

  /**
   * One end of a connection.
   *
   * @param namespace null outside of the cluster
   * @param address an IPv4 address
   */
  record Endpoint(
      @Nullable String namespace,
      Map<String, String> namespaceLabels,
      Map<String, String> labels,
      String address) {}

  boolean allow(Endpoint from, Endpoint to, int port) {
    return allowDirection("Egress", from, to, port) && allowDirection("Ingress", to, from, port);
  }

  private boolean allowDirection(String type, Endpoint subject, Endpoint peer, int port) {
    List<NetworkPolicy> ofSubject =
        policies.stream()
            .filter(policy -> Chart.NAMESPACE.equals(subject.namespace()))
            .filter(policy -> policy.getSpec().getPolicyTypes().contains(type))
            .filter(policy -> matches(policy.getSpec().getPodSelector(), subject.labels()))
            .toList();
    return ofSubject.isEmpty()
        || ofSubject.stream().anyMatch(policy -> allows(policy, type, peer, port));
  }

  private static boolean allows(NetworkPolicy policy, String type, Endpoint peer, int port) {
    if (type.equals("Egress")) {
      return policy.getSpec().getEgress().stream()
          .anyMatch(rule -> covers(rule.getPorts(), port) && covers(rule.getTo(), peer));
    }
    return policy.getSpec().getIngress().stream()
        .anyMatch(rule -> covers(rule.getPorts(), port) && covers(rule.getFrom(), peer));
  }

  private static boolean covers(List<NetworkPolicyPort> ports, int port) {
    return ports.isEmpty()
        || ports.stream()
            .anyMatch(p -> p.getProtocol().equals("TCP") && p.getPort().getIntVal() == port);
  }

  /** An empty list of peers covers everyone. */
  private static boolean covers(List<NetworkPolicyPeer> peers, Endpoint endpoint) {
    return peers.isEmpty() || peers.stream().anyMatch(peer -> covers(peer, endpoint));
  }

  private static boolean covers(NetworkPolicyPeer peer, Endpoint endpoint) {
    if (peer.getIpBlock() != null) {
      return endpoint.namespace() == null && contains(peer.getIpBlock(), endpoint.address());
    }
    if (endpoint.namespace() == null) {
      return false;
    }
    boolean inNamespace =
        peer.getNamespaceSelector() == null
            ? endpoint.namespace().equals(Chart.NAMESPACE)
            : matches(peer.getNamespaceSelector(), endpoint.namespaceLabels());
    boolean isPod =
        peer.getPodSelector() == null || matches(peer.getPodSelector(), endpoint.labels());
    return inNamespace && isPod;
  }

  private static boolean contains(IPBlock block, String address) {
    return inRange(block.getCidr(), address)
        && block.getExcept().stream().noneMatch(except -> inRange(except, address));
  }

  private static boolean inRange(String cidr, String address) {
    int slash = cidr.indexOf('/');
    int bits = Integer.parseInt(cidr.substring(slash + 1));
    long mask = bits == 0 ? 0 : -1L << (32 - bits);
    return (number(cidr.substring(0, slash)) & mask) == (number(address) & mask);
  }

  private static long number(String address) {
    long number = 0;
    for (String octet : address.split("\\.", -1)) {
      number = number << 8 | Integer.parseInt(octet);
    }
    return number;
  }

  private static boolean matches(LabelSelector selector, Map<String, String> labels) {
    List<LabelSelectorRequirement> expressions = selector.getMatchExpressions();
    if (!expressions.isEmpty()) {
      throw new IllegalArgumentException("the chart writes no such selectors: " + expressions);
    }
    Map<String, String> wanted = selector.getMatchLabels();
    return wanted == null || labels.entrySet().containsAll(wanted.entrySet());
  }
}
