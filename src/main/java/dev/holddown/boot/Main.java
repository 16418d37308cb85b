package dev.holddown.boot;

public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("holddown");
  }
}
