package dev.holddown.connectors.support;

import dev.holddown.domain.kernel.Span;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where lines come from: files, a program, or an address. */
public final class LogSource {
  /** Bytes of each file that are read, from its end. */
  public static final long FILE_BYTES_MAX = 256L << 20;

  private static final int ANSWER_BYTES_MAX = 8 << 20;
  private static final int FILES_MAX = 100;

  private final HttpCall http;
  private final ProcessCall processes;
  private final Path folder;
  private String asked = "logs.count";

  /**
   * @param folder what files and programs are relative to
   */
  public LogSource(HttpCall http, ProcessCall processes, Path folder) {
    this.http = http;
    this.processes = processes;
    this.folder = folder;
  }

  /** What was read, in words. */
  public String asked() {
    return asked;
  }

  /** Tells every line to the count. */
  public void read(Args args, LogCount count, Deadline deadline)
      throws CallRefused, InterruptedException {
    List<String> given = List.of("file", "program", "url").stream().filter(args::has).toList();
    if (given.size() != 1) {
      throw new CallRefused("logs.count needs one of file, program, url and not several");
    }
    switch (given.getFirst()) {
      case "file" -> files(args.text("file"), count);
      case "program" -> program(args, count, deadline);
      default -> address(args, count, deadline);
    }
  }

  private void files(String given, LogCount count) throws CallRefused {
    asked = "the file " + given;
    List<Path> files = found(given);
    if (files.isEmpty()) {
      throw new CallRefused("there is no file " + given + " in " + folder);
    }
    for (Path file : files) {
      try {
        boolean cut = file(file, count);
        if (cut && count.beganBefore()) {
          throw new CallRefused(
              "the file "
                  + file
                  + " is larger than 256 MiB, and the window begins before what was read of it");
        }
      } catch (IOException e) {
        throw new CallRefused("the file " + file + " cannot be read: " + e.getMessage());
      }
    }
  }

  private List<Path> found(String given) throws CallRefused {
    try {
      Path path = folder.resolve(given.replace('*', '\u0001')).normalize();
      if (!path.startsWith(folder.normalize())) {
        throw new CallRefused("the file " + given + " lies outside the workspace " + folder);
      }
      Path parent = Optional.ofNullable(path.getParent()).orElse(folder);
      String name = String.valueOf(path.getFileName());
      if (parent.toString().indexOf('\u0001') >= 0) {
        throw new CallRefused("* may stand in the last part of " + given + " only");
      }
      List<Path> files = new ArrayList<>();
      if (name.indexOf('\u0001') < 0) {
        if (Files.isRegularFile(path)) {
          files.add(path);
        }
        return files;
      }
      String glob = name.replaceAll("[\\[\\]{}\\\\?]", "\\\\$0").replace('\u0001', '*');
      try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, glob)) {
        all.forEach(file -> files.add(file));
      }
      files.removeIf(file -> !Files.isRegularFile(file));
      files.sort(null);
      if (files.size() > FILES_MAX) {
        throw new CallRefused(files.size() + " files fit " + given + "; the limit is " + FILES_MAX);
      }
      return files;
    } catch (InvalidPathException e) {
      throw new CallRefused("the file " + Excerpt.of(given) + " is no path");
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Whether only the end of it was read; then the first line was cut and is left out. */
  private static boolean file(Path file, LogCount count) throws IOException, CallRefused {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      boolean cut = channel.size() > FILE_BYTES_MAX;
      if (cut) {
        channel.position(channel.size() - FILE_BYTES_MAX);
      }
      Reader reader =
          new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8);
      lines(reader, cut, count);
      return cut;
    }
  }

  /** Line by line; of a line longer than any line may be only the beginning is kept. */
  private static void lines(Reader reader, boolean skipFirst, LogCount count)
      throws IOException, CallRefused {
    boolean skip = skipFirst;
    StringBuilder line = new StringBuilder();
    try (BufferedReader in = new BufferedReader(reader, 64 * 1024)) {
      for (int c = in.read(); c >= 0; c = in.read()) {
        if (c == '\n') {
          if (!skip) {
            count.line(line.toString());
          }
          skip = false;
          line.setLength(0);
        } else if (line.length() < LogCount.LINE_CHARS_MAX) {
          line.append((char) c);
        }
      }
      if (!line.isEmpty() && !skip) {
        count.line(line.toString());
      }
    }
  }

  private void program(Args args, LogCount count, Deadline deadline)
      throws CallRefused, InterruptedException {
    ProcessAsk ask =
        new ProcessAsk(args.text("program"), args.list("args"), Map.of(), folder, deadline.left());
    asked = ask.shown();
    switch (processes.run(ask)) {
      case ProcessOutcome.NotStarted not -> throw new CallRefused(not.message());
      case ProcessOutcome.Killed killed ->
          throw new CallRefused(
              "no answer from `"
                  + ask.program()
                  + "` within "
                  + Span.text(deadline.whole())
                  + "; a program that follows a log never ends");
      case ProcessOutcome.Ended ended when ended.exit() != 0 ->
          throw new CallRefused(
              "`"
                  + ask.program()
                  + "` ended with exit "
                  + ended.exit()
                  + ": "
                  + Excerpt.of(ended.output().stderr()));
      case ProcessOutcome.Ended ended when ended.output().cut() ->
          throw new CallRefused(
              "`" + ask.program() + "` wrote more than 256 KiB; let it write less");
      case ProcessOutcome.Ended ended -> all(ended.output().stdout(), count);
    }
  }

  private void address(Args args, LogCount count, Deadline deadline)
      throws CallRefused, InterruptedException {
    String url = args.text("url");
    asked = "GET " + url.replaceAll("[?#].*", "");
    HttpAsk ask =
        new HttpAsk(
            "GET",
            url,
            args.map("headers"),
            Optional.empty(),
            new HttpAsk.Limits(deadline.left(), 0, ANSWER_BYTES_MAX));
    switch (http.send(ask, deadline)) {
      case HttpOutcome.Failure failure -> throw new CallRefused(failure.message());
      case HttpOutcome.Response r when r.content().cut() ->
          throw new CallRefused(asked + ": " + HttpRecord.cutAt(ask) + "; ask for less");
      case HttpOutcome.Response r when r.status() != 200 ->
          throw new CallRefused(asked + " answered " + r.status());
      case HttpOutcome.Response r when isPage(r) ->
          throw new CallRefused(
              asked + " sent a page (text/html), not lines of a log; is it a login page?");
      case HttpOutcome.Response r -> all(r.content().text(), count);
    }
  }

  /** A page for people: no pattern is found in it, which must not count as a calm log. */
  private static boolean isPage(HttpOutcome.Response response) {
    String type = response.headers().getOrDefault("content-type", "");
    return type.toLowerCase(Locale.ROOT).startsWith("text/html");
  }

  private static void all(String text, LogCount count) throws CallRefused {
    for (String line : text.lines().toList()) {
      count.line(line);
    }
  }
}
