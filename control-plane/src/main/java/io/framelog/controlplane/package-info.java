/** The control plane: what streams, nodes and the control API tell each other, and how. */
@NullMarked
package io.framelog.controlplane;

import org.jspecify.annotations.NullMarked;
