/** The Helm chart, linted and rendered by Helm and read back by the Kubernetes model. */
@NullMarked
package io.framelog.k8s;

import org.jspecify.annotations.NullMarked;
