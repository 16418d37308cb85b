package dev.holddown.testing.source;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Time and chance come in as values: no code of ours asks the machine for them. */
public final class TimeRules {
  private static final String TAKE_CLOCK =
      "take a java.time.InstantSource (in a test: testing.SettableClock)";
  private static final String TAKE_NANOS =
      "take a LongSupplier nanos (in a test of a real server: testing.RealTime.nanos())";
  private static final String TAKE_IDS = "take a Supplier of ids; boot/ binds the real one";

  private static final Set<String> CALENDAR =
      Set.of(
          "Instant",
          "LocalDate",
          "LocalTime",
          "LocalDateTime",
          "OffsetDateTime",
          "OffsetTime",
          "ZonedDateTime",
          "Year",
          "YearMonth",
          "MonthDay");
  private static final Map<String, String> CALLS =
      Map.of(
          "System.currentTimeMillis", TAKE_CLOCK,
          "System.nanoTime", TAKE_NANOS,
          "InstantSource.system", TAKE_CLOCK,
          "Clock.systemUTC", TAKE_CLOCK,
          "Clock.systemDefaultZone", TAKE_CLOCK,
          "Clock.system", TAKE_CLOCK,
          "UUID.randomUUID", TAKE_IDS,
          "Math.random", TAKE_IDS,
          "ThreadLocalRandom.current", TAKE_IDS);

  private TimeRules() {}

  /**
   * Calls that ask the machine for the time or for a random value.
   *
   * @param seeded whether {@code new Random(seed)} is allowed: it gives the same values each time
   */
  public static List<Offence> asksTheMachine(JavaFile file, boolean seeded) {
    List<Offence> found = new ArrayList<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitMemberSelect(MemberSelectTree select, Void nothing) {
        name(select, lastName(select.getExpression()), select.getIdentifier().toString());
        return super.visitMemberSelect(select, null);
      }

      @Override
      public Void visitMemberReference(MemberReferenceTree reference, Void nothing) {
        name(
            reference,
            lastName(reference.getQualifierExpression()),
            reference.getName().toString());
        return super.visitMemberReference(reference, null);
      }

      private void name(Tree at, String owner, String member) {
        String call = owner + "." + member;
        if (member.equals("now") && CALENDAR.contains(owner)) {
          found.add(file.offence(at, call + " asks the machine's clock", TAKE_CLOCK));
        } else if (CALLS.containsKey(call)) {
          found.add(file.offence(at, call + " asks the machine", CALLS.getOrDefault(call, "")));
        }
      }

      @Override
      public Void visitNewClass(NewClassTree made, Void nothing) {
        String type = lastName(made.getIdentifier());
        boolean chance = type.equals("SecureRandom") || type.equals("Random");
        boolean repeatable = seeded && !made.getArguments().isEmpty();
        if ((chance && !repeatable) || (type.equals("Date") && made.getArguments().isEmpty())) {
          found.add(file.offence(made, "new " + type + " asks the machine", TAKE_IDS));
        }
        return super.visitNewClass(made, null);
      }
    }.scan(file.unit(), null);
    return found;
  }

  /** Tests that wait for a while and hope. */
  public static List<Offence> sleeps(JavaFile file) {
    List<Offence> found = new ArrayList<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitMemberSelect(MemberSelectTree select, Void nothing) {
        String written = file.written(select);
        if (written.endsWith("Thread.sleep")
            || (written.contains("TimeUnit.") && written.endsWith(".sleep"))) {
          found.add(
              file.offence(
                  select,
                  written + " makes the test slow and the result a matter of luck",
                  "move testing.SettableClock, or wait for the event with a latch or a future"));
        }
        return super.visitMemberSelect(select, null);
      }
    }.scan(file.unit(), null);
    return found;
  }

  private static String lastName(Tree expression) {
    return switch (expression) {
      case IdentifierTree name -> name.getName().toString();
      case MemberSelectTree select -> select.getIdentifier().toString();
      default -> "";
    };
  }
}
