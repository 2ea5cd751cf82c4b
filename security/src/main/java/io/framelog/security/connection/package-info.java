/** How long an HTTP connection may wait for a request, and how many connections there may be. */
@NullMarked
package io.framelog.security.connection;

import org.jspecify.annotations.NullMarked;
