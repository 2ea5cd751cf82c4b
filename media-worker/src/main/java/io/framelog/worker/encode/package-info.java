/** Encodes audio of any format. */
@NullMarked
package io.framelog.worker.encode;

import org.jspecify.annotations.NullMarked;
