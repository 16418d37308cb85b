package dev.holddown.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holddown.domain.run.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes the golden logs, by hand and once for each form: give the path of a file to make. */
final class GoldenLog {
  private GoldenLog() {}

  static String line(RunEvent event) {
    EventCodec.Coded coded = EventCodec.current().encode(event);
    return "{\"type\":\"%s\",\"codec\":%d,\"payload\":%s}"
        .formatted(coded.type(), coded.codec(), new String(coded.payload(), UTF_8));
  }

  public static void main(String[] args) throws IOException {
    // Never over a file that is there: what was written once is read for ever.
    Files.write(
        Path.of(args[0]),
        (args.length > 2
                ? IncidentSamples.all()
                : args.length > 1 ? PermitSamples.all() : EventSamples.all())
            .stream().map(GoldenLog::line).toList(),
        StandardOpenOption.CREATE_NEW);
  }
}
