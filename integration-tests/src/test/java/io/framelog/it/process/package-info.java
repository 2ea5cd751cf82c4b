/** Starts and ends processes of Framelog and other programs for the tests. */
@NullMarked
package io.framelog.it.process;

import org.jspecify.annotations.NullMarked;
