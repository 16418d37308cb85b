package dev.holddown.cli.link;

/** Something that was asked cannot be: the message is the sentence for the person. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Refused(String sentence) {
    super(sentence);
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
