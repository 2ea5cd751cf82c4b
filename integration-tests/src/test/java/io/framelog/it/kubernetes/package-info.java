/**
 * The chart on a real Kubernetes; {@code k8s/test/kubernetes} starts one, {@code k8s/test/install}
 * runs this.
 */
@NullMarked
package io.framelog.it.kubernetes;

import org.jspecify.annotations.NullMarked;
