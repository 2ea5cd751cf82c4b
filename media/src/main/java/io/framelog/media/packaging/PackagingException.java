package io.framelog.media.packaging;

/** The tracks do not fit into any container that browsers play. */
public final class PackagingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PackagingException(String message) {
    super(message);
  }
}
