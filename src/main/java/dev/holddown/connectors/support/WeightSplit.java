package dev.holddown.connectors.support;

/**
 * Weights that give one group of servers a share of the traffic. A share of 10 % for two servers
 * beside three others is no whole number each; the weights nearest to it are found by trying all.
 *
 * @param candidate the weight of each candidate server
 * @param stable the weight of each other server
 * @param percent the share that these weights really give
 */
public record WeightSplit(int candidate, int stable, double percent) {
  /** The largest weight a server of HAProxy may have. */
  public static final int WEIGHT_MAX = 256;

  /** The total that weights are kept near to, so that they read like percents. */
  private static final int TOTAL = 100;

  /**
   * The split for a share.
   *
   * @param percent 0 to 100; 0 and 100 give the other side weight 0 exactly
   * @param candidates how many servers, at least 1
   * @param stables how many servers, at least 1
   */
  public static WeightSplit of(int percent, int candidates, int stables) {
    if (percent == 0 || percent == TOTAL) {
      int of = percent == 0 ? stables : candidates;
      int each = Math.clamp(TOTAL / of, 1, WEIGHT_MAX);
      return percent == 0 ? new WeightSplit(0, each, 0) : new WeightSplit(each, 0, TOTAL);
    }
    WeightSplit best = new WeightSplit(1, 1, share(candidates, stables));
    for (int a = 1; a <= WEIGHT_MAX; a++) {
      for (int b = 1; b <= WEIGHT_MAX; b++) {
        WeightSplit next = new WeightSplit(a, b, share((long) a * candidates, (long) b * stables));
        if (next.better(best, percent, candidates, stables)) {
          best = next;
        }
      }
    }
    return best;
  }

  private static double share(long candidate, long stable) {
    return 100.0 * candidate / (candidate + stable);
  }

  private boolean better(WeightSplit other, int wanted, int candidates, int stables) {
    double mine = Math.abs(percent - wanted);
    double theirs = Math.abs(other.percent - wanted);
    if (Math.abs(mine - theirs) > 1e-9) {
      return mine < theirs;
    }
    return distance(candidates, stables) < other.distance(candidates, stables);
  }

  private int distance(int candidates, int stables) {
    return Math.abs(candidate * candidates + stable * stables - TOTAL);
  }
}
