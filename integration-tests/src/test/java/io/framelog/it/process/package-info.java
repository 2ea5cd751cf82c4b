/** Framelog's processes, and other programs, started and ended by the tests. */
@NullMarked
package io.framelog.it.process;

import org.jspecify.annotations.NullMarked;
