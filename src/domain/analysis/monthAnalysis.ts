/** A figure with what it was a month and a year before; absent: nothing was counted then. */
export interface Compared {
  name: string;
  count: number;
  monthAgo?: number;
  yearAgo?: number;
}

/** 热点: the categories with the most appeals of the month. */
export interface HotTopic {
  category: string;
  count: number;
  /** Of all appeals of the month, percent with two decimals. */
  share: string;
  areas: string[];
}

/** Several appeals by one caller, or about one place; who and where is never in here. */
export interface Repeated {
  kind: 'caller' | 'place';
  /** Appeals in such groups, and how many groups they make. */
  tickets: number;
  groups: number;
  top: { category: string; count: number }[];
}

/** 苗头性: a category in an area, far above what its own trailing months let expect. */
export interface Emerging {
  category: string;
  area: string;
  count: number;
  /** The mean of the trailing months, decimal text. */
  expected: string;
  /** The Poisson tail: how likely so many or more would be if nothing had changed, decimal text. */
  probability: string;
  /** How many trailing months it is compared with. */
  months: number;
}

/**
 * The analysis of a month (R7.1, R7.3): numbers and names of categories, areas and departments, and no ticket's words.
 * `byDepartment` names departments by code.
 */
export interface MonthAnalysis {
  month: string;
  totals: Compared[];
  byType: Compared[];
  byCategory: Compared[];
  byArea: Compared[];
  byDepartment: Compared[];
  hotTopics: HotTopic[];
  repeated: Repeated[];
  emerging: Emerging[];
  /** 倾向性: categories that grew month after month; `counts` from the oldest to this month. */
  trending: { category: string; counts: number[] }[];
  /** 全局性: categories that appear all over the county. */
  general: { category: string; areas: number; count: number }[];
}
