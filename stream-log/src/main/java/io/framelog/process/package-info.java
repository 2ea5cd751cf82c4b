/** Handling of fatal errors, which end the process. */
@NullMarked
package io.framelog.process;

import org.jspecify.annotations.NullMarked;
