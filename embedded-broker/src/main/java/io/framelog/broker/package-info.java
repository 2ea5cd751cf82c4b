/** A Kafka broker in this process, for standalone use and for tests. */
@NullMarked
package io.framelog.broker;

import org.jspecify.annotations.NullMarked;
