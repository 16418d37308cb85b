package dev.holddown.playbooks.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.Covers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong with known commands is said, and a better one offered; none is changed. */
class CommandLintTest {
  private static List<String> said(String... commands) {
    return CommandLint.look(List.of(commands)).stream()
        .map(f -> f.what() + (f.better().isEmpty() ? "" : " | " + f.better()))
        .toList();
  }

  @Test
  @Covers("X-11")
  void a_way_back_that_does_not_lead_back_is_told() {
    assertThat(said("cdk deploy --all --previous-parameters"))
        .containsExactly(
            "--previous-parameters keeps the values of parameters and deploys the code that is"
                + " checked out now: it does not go back | git checkout <last good commit> && cdk"
                + " deploy --all");
    assertThat(
            said(
                "aws cloudformation cancel-update-stack --stack-name a",
                "aws cloudformation continue-update-rollback --stack-name a"))
        .containsExactly(
            "cancel-update-stack works only in UPDATE_IN_PROGRESS, and this only in"
                + " UPDATE_ROLLBACK_FAILED, so one of the two must fail | read StackStatus first,"
                + " and take the one that fits; after UPDATE_COMPLETE deploy the last good"
                + " version");
    assertThat(said("aws cloudformation continue-update-rollback --stack-name a")).isEmpty();
  }

  @Test
  @Covers("X-12")
  void options_that_do_not_exist_and_answers_that_always_look_well_are_told() {
    assertThat(said("aws apigateway update-stage --patch-ops op=replace"))
        .containsExactly(
            "--patch-ops is no option of aws apigateway update-stage | aws apigateway update-stage"
                + " --patch-operations op=replace");
    assertThat(said("curl http://localhost:4566/health"))
        .anyMatch(s -> s.contains("/_localstack/health"));
    assertThat(said("docker-compose ps"))
        .containsExactly(
            "it ends with 0 although a service is down or unhealthy: read its answer |"
                + " docker-compose ps --format json");
    assertThat(said("aws iam list-attached-role-policies --role-name cdk-*"))
        .containsExactly("--role-name takes one name and no pattern");
    assertThat(said("curl https://shop.example/health"))
        .containsExactly(
            "curl without -f ends with 0 although the answer is 500 | curl -f"
                + " https://shop.example/health");
    assertThat(said("curl -f https://shop.example/health")).isEmpty();
  }

  @Test
  @Covers("X-13")
  void an_alarm_that_can_never_fire_is_told() {
    assertThat(
            said(
                "aws cloudwatch put-metric-alarm --evaluation-periods 2 --metric-name ErrorRate"
                    + " --namespace AWS/ApiGateway --threshold 5.0"))
        .singleElement()
        .asString()
        .contains(
            "this alarm never fires",
            "--metric-name 5XXError --namespace AWS/ApiGateway" + " --threshold 0.05");
    assertThat(said("aws cloudwatch put-metric-alarm --alarm-name a"))
        .containsExactly(
            "put-metric-alarm needs --evaluation-periods | aws cloudwatch put-metric-alarm"
                + " --evaluation-periods 1 --alarm-name a");
  }
}
