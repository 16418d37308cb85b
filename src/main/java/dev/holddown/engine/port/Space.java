package dev.holddown.engine.port;

/** Room on the disk of the data folder, some of it reserved for going back. */
public interface Space {
  /** Whether samples and forward work have to stop, so that a rollback still finds room. */
  boolean low();

  /** Whether so little is left that soon nothing can be written at all. */
  boolean exhausted();

  /** How much is left, as people say it. */
  String left();

  /** Gives the reserved room free, before what needs it is written. Safe to call again. */
  void release();

  /** For tests and places where room is no question. */
  static Space ample() {
    return new Space() {
      @Override
      public boolean low() {
        return false;
      }

      @Override
      public boolean exhausted() {
        return false;
      }

      @Override
      public String left() {
        return "enough";
      }

      @Override
      public void release() {}
    };
  }
}
