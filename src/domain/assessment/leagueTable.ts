/** Seam only at first: types of a scored and ranked month. */
export interface ItemScore {
  id: string;
  /** Percent with two decimals; absent: the item has no rate or its denominator is zero. */
  rate?: string;
  /** With exactly the scheme's `digits`. */
  points: string;
  grade?: string;
}

export interface LeagueRow {
  department: string;
  group?: string;
  /** Shared by equals (the higher one); null: 无工单, not ranked. */
  place: number | null;
  /** `tied`: 并列待定, equal across the cut, a person decides. */
  status: 'ranked' | 'none' | 'tied';
  total: string;
  items: ItemScore[];
  deductions: string;
  bonuses: string;
  /** 样本较少. */
  smallSample: boolean;
}

/** A table as `hotline league monthly … --json` prints it, without the digest of its facts. */
export interface LeagueTable {
  month: string;
  scheme: { name: string; version: string };
  /** By place, then by department. */
  rows: LeagueRow[];
  /** Departments at the end for certain; those 并列待定 are in none until a person has decided. */
  bottom: string[];
}
