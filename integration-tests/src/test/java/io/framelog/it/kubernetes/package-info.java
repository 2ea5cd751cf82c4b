/**
 * Tests of the chart on a Kubernetes that {@code k8s/test/kubernetes} starts; run by {@code
 * k8s/test/install}.
 */
@NullMarked
package io.framelog.it.kubernetes;

import org.jspecify.annotations.NullMarked;
