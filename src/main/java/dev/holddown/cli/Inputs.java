package dev.holddown.cli;

import dev.holddown.domain.playbook.Input;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.playbooks.InputReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The values that are frozen at the start: from {@code --input}, or asked at the terminal. */
final class Inputs {
  private static final int TRIES_MAX = 3;

  private final Room room;
  private final VerbOptions common;

  Inputs(Room room, VerbOptions common) {
    this.room = room;
    this.common = common;
  }

  Map<String, Object> read(Playbook playbook, List<String> pairs) {
    List<Input> declared = playbook.scopes().inputs();
    List<String> all = new ArrayList<>(pairs);
    List<Input> missing =
        declared.stream()
            .filter(input -> input.fallback().isEmpty())
            .filter(input -> pairs.stream().noneMatch(p -> p.startsWith(input.name() + "=")))
            .toList();
    if (room.interactive() && !common.json && !missing.isEmpty()) {
      all.addAll(ask(missing));
    }
    InputReader.Given given = InputReader.read(declared, all);
    if (!given.problems().isEmpty()) {
      throw new Stop(
          Exit.NO, String.join("\nholddown: ", given.problems()) + "\nnothing was started");
    }
    return given.values();
  }

  private List<String> ask(List<Input> missing) {
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(room.kit().outside().in(), StandardCharsets.UTF_8));
    List<String> pairs = new ArrayList<>();
    for (Input input : missing) {
      pairs.add(input.name() + "=" + ask(input, lines));
    }
    return pairs;
  }

  private String ask(Input input, BufferedReader lines) {
    for (int i = 0; i < TRIES_MAX; i++) {
      String of = input.of().isEmpty() ? "" : " (" + String.join(", ", input.of()) + ")";
      String help = input.help().isEmpty() ? "" : input.help() + "\n";
      room.out().print(help + input.name() + of + ": ");
      room.out().flush();
      String line = line(lines);
      List<String> problems =
          InputReader.read(List.of(input), List.of(input.name() + "=" + line)).problems();
      if (problems.isEmpty()) {
        return line;
      }
      problems.forEach(room.out()::println);
    }
    throw new Stop(Exit.NO, "no fitting value for " + input.name() + "; nothing was started");
  }

  private static String line(BufferedReader lines) {
    try {
      String line = lines.readLine();
      if (line == null) {
        throw new Stop(Exit.NO, "the input ended; nothing was started");
      }
      return line.strip();
    } catch (IOException e) {
      throw new Stop(Exit.NO, "the terminal cannot be read: " + e.getMessage());
    }
  }
}
