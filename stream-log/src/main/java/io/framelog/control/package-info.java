/** The control plane's messages: what streams, nodes and the control API tell each other. */
@NullMarked
package io.framelog.control;

import org.jspecify.annotations.NullMarked;
