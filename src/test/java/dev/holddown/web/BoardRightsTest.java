package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Rights;
import dev.holddown.domain.board.Board;
import dev.holddown.domain.permit.Scope;
import dev.holddown.domain.playbook.Playbook;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoardRightsTest {
  private static final Scope SHOP = new Scope(List.of("shop"), List.of());
  private static final Scope SHOP_PROD = new Scope(List.of("shop"), List.of("prod"));

  private static Board board(Scope scope) {
    Playbook watched =
        new Playbook(
            "b",
            "B",
            "",
            new Playbook.Subject("board", List.of("b")),
            new Playbook.Scopes(List.of(), Map.of(), Map.of(), Map.of(), Map.of()),
            List.of(),
            List.of(),
            Optional.empty());
    return new Board(
        "b",
        new Board.Heading("B", "", Map.of(), scope),
        watched,
        Map.of(),
        new Board.Page(List.of(), Optional.empty(), 5, List.of(), List.of()));
  }

  private static Caller caller(List<String> services, List<String> environments) {
    Rights rights =
        new Rights(
            List.of(new Rights.Grant("", AccessScope.READ, services, environments)),
            AccessScope.ADMIN,
            false);
    return new Caller("ann", rights, new Caller.ByToken("t1"));
  }

  @Test
  void a_board_about_everything_is_seen_by_whoever_sees_everything() {
    assertThat(BoardsInForce.sees(caller(List.of(), List.of()), board(Scope.all()))).isTrue();
    assertThat(BoardsInForce.sees(caller(List.of("shop"), List.of()), board(Scope.all())))
        .isFalse();
  }

  @Test
  void a_board_with_a_scope_is_seen_by_whoever_sees_something_of_it() {
    assertThat(BoardsInForce.sees(caller(List.of("shop"), List.of()), board(SHOP))).isTrue();
    assertThat(BoardsInForce.sees(caller(List.of("shop"), List.of("prod")), board(SHOP_PROD)))
        .isTrue();
    assertThat(BoardsInForce.sees(caller(List.of("shop"), List.of("prod")), board(SHOP))).isTrue();
    assertThat(BoardsInForce.sees(caller(List.of("pay"), List.of()), board(SHOP))).isFalse();
    assertThat(BoardsInForce.sees(caller(List.of("shop"), List.of("dev")), board(SHOP_PROD)))
        .isFalse();
    assertThat(BoardsInForce.sees(caller(List.of("shop"), List.of()), board(SHOP_PROD))).isTrue();
  }
}
