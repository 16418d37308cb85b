package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.permit.Documents;
import dev.holddown.playbooks.PlaybookJson;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.WorkspaceContent;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the files of a workspace say of permits. */
final class Papers {
  private Papers() {}

  static Documents of(PlaybookReader reader, String... files) {
    Map<String, byte[]> named = new LinkedHashMap<>();
    for (int i = 0; i < files.length; i++) {
      named.put("file" + i + ".yaml", files[i].getBytes(StandardCharsets.UTF_8));
    }
    WorkspaceContent content = WorkspaceContent.read(reader, named);
    assertThat(content.problems()).isEmpty();
    return content.documents(new PlaybookJson());
  }
}
