/** What stands in {@code docker/}, read without an engine. */
@NullMarked
package io.framelog.docker;

import org.jspecify.annotations.NullMarked;
