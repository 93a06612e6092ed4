/** Makes something of one record after the other. */
export interface Contender {
  /** Does the work for one record; returns a number that depends on it, so that no engine can leave the work out. */
  (record: object): number;
}
