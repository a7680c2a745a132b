/** The ways in which core can be made to fail. */
export class Faults {
  /** This many mutations to come do nothing and answer with HTTP 500. */
  failMutations = 0;
  /** This many mutations to come are refused for good. */
  refuseMutations = 0;
  /** This many mutations to come are refused because of the token they were sent with. */
  refuseTokens = 0;
  /** This many mutations to come do what was asked, but their answers never arrive. */
  loseAnswers = 0;
  /** This many mutations to come are carried out twice, as if something on the way had repeated them. */
  repeatMutations = 0;
  /** Called before each mutation is carried out, which waits for it. */
  beforeMutation: (() => Promise<void>) | null = null;
  /** Called before each mutation is answered, which waits for it. */
  beforeAnswer: (() => Promise<void>) | null = null;
  /** How long every answer is held back. */
  delayMilliseconds = 0;
  /** Core is down: every connection is cut. The identity provider's keys stay available. */
  down = false;
  /** Core is of a release that knows no mutation about alerts. */
  takesNoAlerts = false;
  /** Core is of a release that cannot notify a single person. */
  notifiesNobody = false;
  /** Core is an older one that has no mutation for notifications to a team. */
  notifiesNoTeams = false;
  /** Core is one without teams at all. */
  hasNoTeams = false;
  /** Core is of a release that says neither how clients stand nor into which other they were merged. */
  knowsNoStates = false;
  /** Core is of a release whose agents have no sites. */
  knowsNoSites = false;

  clear(): void {
    this.failMutations = 0;
    this.refuseMutations = 0;
    this.refuseTokens = 0;
    this.loseAnswers = 0;
    this.repeatMutations = 0;
    this.beforeMutation = null;
    this.beforeAnswer = null;
    this.delayMilliseconds = 0;
    this.down = false;
    this.takesNoAlerts = false;
    this.notifiesNobody = false;
    this.notifiesNoTeams = false;
    this.hasNoTeams = false;
    this.knowsNoStates = false;
    this.knowsNoSites = false;
  }
}
