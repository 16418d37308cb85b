package dev.holddown.web;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.web.page.AssetLinks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Style, scripts and icon. The address of each holds its digest, so that a browser keeps it for
 * ever and asks for another when it changes; it is compressed once.
 */
final class Assets {
  private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.10/dist/";
  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  /** A file. {@code small}: it, compressed (RFC 1952). */
  private record Asset(String href, String type, byte[] bytes, byte[] small) {}

  private final Map<String, Asset> assets = new LinkedHashMap<>();
  private final AssetLinks links;

  Assets() {
    links =
        new AssetLinks(
            keep("/web/", "holddown.css"),
            keep(HTMX, "htmx.min.js"),
            keep("/web/", "holddown.js"),
            keep("/web/", "icon.svg"));
  }

  AssetLinks links() {
    return links;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/static/{digest}/{name}",
            Optional.empty(),
            Route.gives("A part of the pages", byte[].class),
            this::asset));
  }

  private String keep(String folder, String name) {
    byte[] bytes = read(folder + name);
    String href = "/static/" + Digest.of(bytes).hex().substring(0, 16) + "/" + name;
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    assets.put(href, new Asset(href, String.valueOf(type), bytes, compressed(bytes)));
    return href;
  }

  private static byte[] read(String path) {
    try (InputStream in = Assets.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is missing from this build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As small as it gets, since it is done once. */
  private static byte[] compressed(byte[] bytes) {
    return compressed(bytes, Deflater.BEST_COMPRESSION);
  }

  /** {@code level}: of {@link Deflater}. */
  static byte[] compressed(byte[] bytes, int level) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 3 + 64);
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(level);
          }
        }) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private Reply asset(Call call) {
    Asset asset =
        Optional.ofNullable(assets.get("/static/" + call.path("digest") + "/" + call.path("name")))
            .orElseThrow(() -> Problem.of(404, "missing", "there is no such part of the pages"));
    boolean small = call.header("Accept-Encoding").filter(e -> e.contains("gzip")).isPresent();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Cache-Control", "public, max-age=31536000, immutable");
    headers.put("Vary", "Accept-Encoding");
    if (small) {
      headers.put("Content-Encoding", "gzip");
    }
    return new Reply.Bytes(asset.type(), small ? asset.small() : asset.bytes(), headers);
  }
}
