package dev.holddown.connectors.support;

import dev.holddown.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a webhook by the Standard Webhooks specification 1.0: HMAC-SHA256 over {@code
 * id.timestamp.body} with a key of 24 to 64 bytes, given as {@code whsec_} and Base64.
 */
public final class WebhookSignature {
  private static final String PREFIX = "whsec_";
  private static final int KEY_BYTES_MIN = 24;
  private static final int KEY_BYTES_MAX = 64;

  private WebhookSignature() {}

  /**
   * The three headers of a signed message.
   *
   * @param id the same at each repeat: receivers act once for it
   * @param at when it is sent; receivers refuse what is minutes old
   */
  public static Map<String, Object> headers(Secret secret, String id, Instant at, String body)
      throws CallRefused {
    long seconds = at.getEpochSecond();
    byte[] mac = mac(key(secret), id + "." + seconds + "." + body);
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(seconds));
    headers.put("webhook-signature", "v1," + Base64.getEncoder().encodeToString(mac));
    return headers;
  }

  private static byte[] key(Secret secret) throws CallRefused {
    String value = secret.reveal().strip();
    String base64 = value.startsWith(PREFIX) ? value.substring(PREFIX.length()) : value;
    try {
      byte[] key = Base64.getDecoder().decode(base64);
      if (key.length >= KEY_BYTES_MIN && key.length <= KEY_BYTES_MAX) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      throw notAKey(secret);
    }
    throw notAKey(secret);
  }

  private static CallRefused notAKey(Secret secret) {
    return new CallRefused(
        "the secret "
            + secret.name()
            + " is no webhook key: it must be whsec_ and the Base64 of 24 to 64 random bytes");
  }

  private static byte[] mac(byte[] key, String signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }
}
