package dev.holddown.playbooks.markdown;

import java.util.Optional;
import java.util.Set;

/** What a person added to an earlier playbook of the same page, and what is to stay. */
interface Kept {
  /** Of a page that is read for the first time. */
  Kept NOTHING =
      new Kept() {
        @Override
        public Set<String> ids() {
          return Set.of();
        }

        @Override
        public boolean head(String key) {
          return false;
        }

        @Override
        public String head() {
          return "";
        }

        @Override
        public String item(Paper paper, PaperItem item, int indent) {
          return "";
        }

        @Override
        public String above(PaperItem item, int indent) {
          return "";
        }

        @Override
        public String behind(PaperItem item, int indent) {
          return "";
        }

        @Override
        public String aside() {
          return "";
        }

        @Override
        public Optional<String> id(Paper paper, PaperItem item) {
          return Optional.empty();
        }

        @Override
        public String around(String kind, String heading, int indent) {
          return "";
        }

        @Override
        public String back() {
          return "";
        }

        @Override
        public String watches() {
          return "";
        }
      };

  /** Ids that are taken. */
  Set<String> ids();

  /** Whether this key of the top stays as it is. */
  boolean head(String key);

  /** The keys of the top that stay, as YAML. */
  String head();

  /** An item as it stands in the earlier playbook, at this indentation; empty when it is new. */
  String item(Paper paper, PaperItem item, int indent);

  /** What an item did before its words changed, as remarks; empty when it did nothing. */
  String above(PaperItem item, int indent);

  /** What was written by hand behind an item whose words changed. */
  String behind(PaperItem item, int indent);

  /** What the page no longer has, as remarks for the end of the file; call it last. */
  String aside();

  /** The id of an item whose words changed. */
  Optional<String> id(Paper paper, PaperItem item);

  /** The keys of a stage, group or phase, without its items; empty when it is new. */
  String around(String kind, String heading, int indent);

  /** The keys of the way back, without its phases; empty when there are none. */
  String back();

  /** Watches that the page does not name, as YAML. */
  String watches();
}
