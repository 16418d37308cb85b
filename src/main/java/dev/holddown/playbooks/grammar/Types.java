package dev.holddown.playbooks.grammar;

import java.util.List;

/** Short words for the types that the tables use. */
final class Types {
  static final Type TEXT = new Type.Text(false);
  static final Type FILLED = new Type.Text(true);
  static final Type NAME = new Type.Name();
  static final Type ROLE = new Type.Role();
  static final Type SPAN = new Type.Span();
  static final Type TIME = new Type.Time();
  static final Type FLAG = new Type.Flag();
  static final Type ANY = new Type.Any();
  static final Type ITEMS = new Type.Items();
  static final Type MOMENT = new Type.Moment(false);
  static final Type VALUE = new Type.Cel(false, List.of());
  static final Type CONDITION = new Type.Cel(true, List.of());
  static final Type DATA = new Type.Named(ANY);
  static final Type SIGN = new Type.Of("sign");

  private Types() {}

  static Type of(String shape) {
    return new Type.Of(shape);
  }

  static Type rows(String shape) {
    return new Type.Rows(of(shape));
  }

  static Type named(String shape) {
    return new Type.Named(of(shape));
  }

  static Type many(Type of) {
    return new Type.Many(of);
  }

  static Type whole(long least, long most) {
    return new Type.Whole(least, most);
  }

  static Type words(String... words) {
    return new Type.Word(List.of(words));
  }

  static Type either(Type... of) {
    return new Type.Either(List.of(of));
  }

  static Type known(Type.Names names) {
    return new Type.Known(names);
  }
}
