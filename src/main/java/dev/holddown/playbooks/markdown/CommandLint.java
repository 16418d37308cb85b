package dev.holddown.playbooks.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with commands that many people copy: options that do not exist, answers that always
 * look well, ways back that do not lead back. It offers a better one and never changes a command.
 */
public final class CommandLint {
  /**
   * What is wrong.
   *
   * @param command as it stands on the page
   * @param better what to write instead; empty where it depends on the place
   */
  public record Finding(String command, String what, String better) {}

  private record Rule(Pattern pattern, String what, String replace, String by) {}

  private static final List<Rule> RULES =
      List.of(
          rule(
              "apigateway update-stage .*--patch-ops\\b",
              "--patch-ops is no option of aws apigateway update-stage",
              "--patch-ops\\b",
              "--patch-operations"),
          rule(
              "cdk deploy\\b.*--previous-parameters",
              "--previous-parameters keeps the values of parameters and deploys the code that is"
                  + " checked out now: it does not go back",
              "^.*$",
              "git checkout <last good commit> && cdk deploy --all"),
          rule(
              "cloudwatch put-metric-alarm (?!.*--evaluation-periods)",
              "put-metric-alarm needs --evaluation-periods",
              "(put-metric-alarm)",
              "$1 --evaluation-periods 1"),
          rule(
              "--metric-name ErrorRate\\b.*AWS/ApiGateway|AWS/ApiGateway.*--metric-name"
                  + " ErrorRate\\b",
              "AWS/ApiGateway has no metric ErrorRate, so this alarm never fires; 5XXError as an"
                  + " Average is a share from 0 to 1, so 5 % is 0.05, and it needs the dimensions"
                  + " ApiName and Stage",
              "--metric-name ErrorRate(.*)--threshold [\\d.]+",
              "--metric-name 5XXError$1--threshold 0.05"),
          rule(
              "\\b(?:localhost|127\\.0\\.0\\.1|localstack):4566/health\\b",
              "/health of LocalStack is gone since version 3",
              ":4566/health",
              ":4566/_localstack/health"),
          rule(
              "\\biam \\S+ .*--role-name \\S*\\*",
              "--role-name takes one name and no pattern",
              "",
              ""),
          rule(
              "\\bdocker(?:-compose| compose) ps\\b",
              "it ends with 0 although a service is down or unhealthy: read its answer",
              "(docker(?:-compose| compose) ps\\b)",
              "$1 --format json"),
          rule(
              "\\baws ecs describe-(?:clusters|services)\\b",
              "it ends with 0 although the cluster or service is missing: read failures and status"
                  + " in its answer",
              "",
              ""),
          rule(
              "\\bdeploy stop-deployment\\b",
              "it fails when the deployment has finished: then deploy the last good version"
                  + " instead",
              "",
              ""),
          rule(
              "^curl (?!.*(?:-f\\b|--fail|-\\w*f\\w*"
                  + " |-w\\b|-o\\b|-X|-d\\b|--data|\\|)).*(?:health|status|ready|live)",
              "curl without -f ends with 0 although the answer is 500",
              "^curl ",
              "curl -f "),
          rule(
              "\\bdate \\+%Y(?!.*-u\\b)",
              "date without -u names the backup by local time", "\\bdate \\+", "date -u +"));

  private static final Pattern CANCEL = Pattern.compile("\\bcancel-update-stack\\b");
  private static final Pattern CONTINUE = Pattern.compile("\\bcontinue-update-rollback\\b");

  private CommandLint() {}

  private static Rule rule(String pattern, String what, String replace, String by) {
    return new Rule(Pattern.compile(pattern), what, replace, by);
  }

  /** What is wrong with these commands, one after the other. */
  public static List<Finding> look(List<String> commands) {
    List<Finding> findings = new ArrayList<>();
    boolean cancels = commands.stream().anyMatch(c -> CANCEL.matcher(c).find());
    for (String command : commands) {
      if (command.length() > Inline.LINE_CHARACTERS_MAX) {
        continue;
      }
      for (Rule rule : RULES) {
        if (rule.pattern().matcher(command).find()) {
          Matcher wrong = Pattern.compile(rule.replace()).matcher(command);
          String better = rule.replace().isEmpty() ? "" : wrong.replaceFirst(rule.by());
          findings.add(new Finding(command, rule.what(), better));
        }
      }
      if (cancels && CONTINUE.matcher(command).find()) {
        findings.add(
            new Finding(
                command,
                "cancel-update-stack works only in UPDATE_IN_PROGRESS, and this only in"
                    + " UPDATE_ROLLBACK_FAILED, so one of the two must fail",
                "read StackStatus first, and take the one that fits; after UPDATE_COMPLETE deploy"
                    + " the last good version"));
      }
    }
    return findings;
  }
}
