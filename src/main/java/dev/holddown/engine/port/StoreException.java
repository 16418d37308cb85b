package dev.holddown.engine.port;

/** The store failed; what it had acknowledged is safe, and it takes nothing more until reopened. */
public final class StoreException extends RuntimeException {
  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
