package dev.holddown.engine.port;

/** The store failed; what it had acknowledged is safe, and it takes nothing more until reopened. */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Another process owns the data folder; it may end soon. */
  public static final class Owned extends StoreException {
    private static final long serialVersionUID = 1;

    public Owned(String message) {
      super(message);
    }
  }

  /** What is stored of one run cannot be read; the store goes on with the others. */
  public static final class Unreadable extends StoreException {
    private static final long serialVersionUID = 1;

    public Unreadable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
