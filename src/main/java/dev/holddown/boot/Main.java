package dev.holddown.boot;

/** Where the process starts. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("holddown");
  }
}
