/** Viewers on plain HTTP, for players without our code. */
@NullMarked
package io.framelog.edge.viewer.http;

import org.jspecify.annotations.NullMarked;
