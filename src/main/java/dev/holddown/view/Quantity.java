package dev.holddown.view;

import java.util.Locale;

/** Measured numbers as people read them. */
public final class Quantity {
  private Quantity() {}

  /** A number with its unit: ratios as percent, three digits that matter. */
  public static String text(double value, String unit) {
    return switch (unit) {
      case "ratio" -> digits(value * 100) + " %";
      case "percent" -> digits(value) + " %";
      case "bytes" -> bytes(value);
      case "" -> digits(value);
      default -> digits(value) + " " + unit;
    };
  }

  private static String bytes(double value) {
    if (Math.abs(value) >= 1024.0 * 1024.0) {
      return digits(value / 1024.0 / 1024.0) + " MiB";
    }
    return Math.abs(value) >= 1024.0 ? digits(value / 1024.0) + " KiB" : digits(value) + " B";
  }

  private static String digits(double value) {
    double size = Math.abs(value);
    if (size >= 1_000_000 || (size < 0.001 && size > 0)) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    int places = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    String text = String.format(Locale.ROOT, "%." + places + "f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }
}
