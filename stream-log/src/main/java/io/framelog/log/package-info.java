/** A stream's log on Kafka: the record format, its one writer, and its readers. */
@NullMarked
package io.framelog.log;

import org.jspecify.annotations.NullMarked;
