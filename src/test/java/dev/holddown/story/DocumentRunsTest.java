package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The playbooks of the five documents, each run to its end in its simulated world. */
class DocumentRunsTest {
  @TempDir Path folder;

  private DocumentRun ended(String document, String file, String... inputs) {
    try (DocumentRun run = DocumentRun.of(folder, document)) {
      run.start(30, file, inputs).toItsEnd();
      assertThat(run.state().outcome()).as(run::standing).contains(Outcome.SUCCEEDED);
      return run;
    }
  }

  @Test
  void a_promotion_of_document_000_goes_through() {
    ended("000", "000-ops-checklist/pre-deploy.yaml");
  }

  @Test
  void a_rollback_of_document_000_goes_through() {
    ended("000", "000-ops-checklist/rollback.yaml");
  }

  @Test
  void a_triage_of_document_000_goes_through() {
    ended("000", "000-ops-checklist/incident-triage.yaml");
  }

  @Test
  void a_production_deployment_of_document_001_goes_through() {
    ended("001", "001-incident-commander/production.yaml");
  }

  @Test
  void a_promotion_of_document_002_goes_through() {
    ended("002", "002-production-promotion/promotion.yaml");
  }

  @Test
  void a_deployment_of_document_003_goes_through() {
    ended("003", "003-octoacme-deployment/deployment.yaml");
  }

  @Test
  void a_release_train_of_document_004_goes_through() {
    ended("004", "004-command-center-pack/release-train.yaml");
  }
}
