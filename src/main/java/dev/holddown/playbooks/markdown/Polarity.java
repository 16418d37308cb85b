package dev.holddown.playbooks.markdown;

/** What the lines below a heading mean: a tick under one is good, under another it is bad. */
public enum Polarity {
  /** Something to do. */
  TASK,
  /** Must hold before it starts. */
  PRECONDITION,
  /** Must hold at that point or at the end. */
  CRITERION,
  /** Must not hold; never counted as progress. */
  TRIGGER,
  /** One of several. */
  CHOICE,
  /** A named role approves. */
  SIGNOFF,
  /** People and how to reach them. */
  CONTACT,
  /** Neither to do nor to prove. */
  NOTE
}
