/**
 * One channel per watched stream: follows its log, keeps the current chunk, delivers to viewers.
 */
@NullMarked
package io.framelog.edge.channel;

import org.jspecify.annotations.NullMarked;
