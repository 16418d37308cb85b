package dev.holddown.sim;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.PlaybookCodec;
import dev.holddown.engine.port.Ports;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The evidence that all nodes share, and a codec that knows each playbook by its id. */
final class SimFiles implements Blobs, PlaybookCodec {
  private final World world;
  private final SimProcess process;
  private final Map<String, Playbook> playbooks = new HashMap<>();

  SimFiles(World world, SimProcess process) {
    this.world = world;
    this.process = process;
  }

  void know(Playbook playbook) {
    playbooks.put(playbook.id(), playbook);
    playbook.runbooks().values().forEach(this::know);
  }

  @Override
  public Digest put(byte[] bytes) {
    process.port("put");
    Digest digest = Digest.of(bytes);
    world.blobs.put(digest, bytes);
    return digest;
  }

  @Override
  public Optional<byte[]> get(Digest digest) {
    return Optional.ofNullable(world.blobs.get(digest));
  }

  @Override
  public byte[] write(Playbook playbook) {
    return playbook.id().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Playbook read(byte[] bytes) {
    String id = new String(bytes, StandardCharsets.UTF_8);
    return BrokenPlans.read(Optional.ofNullable(playbooks.get(id)).orElseThrow(), world.mutant);
  }

  @Override
  public String wayBack(Playbook playbook) {
    return "";
  }

  /** What an engine of this process stands on. */
  Ports ports(InstantSource clock, EventStore store) {
    Machine machine = process.machine();
    return new Ports(
        store,
        this,
        this,
        new Ports.Outside(new NoVerbs(), new NoSecrets(), new NoConditions()),
        new Ports.Passing(clock, () -> "id", machine::notBefore, machine::ahead));
  }
}
