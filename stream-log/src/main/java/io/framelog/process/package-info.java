/** Fatal errors, which end the process, and what threads of all stages share: timers, retries. */
@NullMarked
package io.framelog.process;

import org.jspecify.annotations.NullMarked;
