/** A Kafka broker inside this process: for standalone use, and for tests that want a real one. */
@NullMarked
package io.framelog.broker;

import org.jspecify.annotations.NullMarked;
