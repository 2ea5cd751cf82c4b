/** Tests of the files in {@code docker/} that need no container engine. */
@NullMarked
package io.framelog.docker;

import org.jspecify.annotations.NullMarked;
