/** An edge: follows the logs of watched streams and delivers them to viewers. */
@NullMarked
package io.framelog.edge;

import org.jspecify.annotations.NullMarked;
