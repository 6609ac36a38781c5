/** From when on something is news (R7.1); a part of the county's policy document. */
export interface AnalysisSettings {
  /** So many months before are what a month is compared with. */
  months: number;
  /** At least so many of them must be known, or nothing is said. */
  leastMonths: number;
  /** 苗头性: less likely than this by chance (the Poisson tail). */
  probability: number;
  /** 苗头性, 倾向性: fewer appeals than this are never news. */
  minimum: number;
  /** 倾向性: grown so many months in a row. */
  rises: number;
  /** 全局性: in so many areas, with at least so many appeals in each of them. */
  general: { areas: number; each: number };
  /** How many categories are called hot. */
  hotTopics: number;
  /** 重复诉求: so many appeals by one caller or about one place within so many days. */
  repeated: { times: number; days: number };
}
