/** A stretch of the county's calendar, `[from, to)`, by the moment at which a ticket was received. */
export interface Span {
  from: Date;
  to: Date;
}

export const VOLUMES = ['all', 'merged', 'type', 'category', 'area', 'department'] as const;
export type Volume = (typeof VOLUMES)[number];

/** How many appeals of one name were received in one of the spans that were asked for. */
export interface VolumeCount {
  by: Volume;
  /** Empty where the ticket names none; of `all` and `merged` always. */
  name: string;
  /** Which span, from 0. */
  span: number;
  count: number;
}

/** One category in one area in one of the months that were asked for; what is 0 is left out. */
export interface CellCount {
  category: string;
  area: string;
  month: number;
  count: number;
}

/** Appeals in groups of one caller, or about one place. */
export interface RepeatCount {
  kind: 'caller' | 'place';
  category: string;
  /** Appeals of this category in such groups; all groups of the kind together. */
  tickets: number;
  groups: number;
}

/** Which appeal of its caller, and about its place, a ticket is within some days; 0: nothing to tell it by. */
export interface Repeats {
  caller: number;
  place: number;
}

/**
 * What the analysis reads (R7.1, R7.3): counts and nothing else. Restricted tickets are in the counts. Merged tickets
 * count with the one they went into (a repeated appeal is one all the same), void ones never.
 */
export interface AnalysisDesk {
  /** When the first ticket of the archive was received; undefined: there is none, or not all are counted yet (after an upgrade). */
  firstReceived(): Promise<Date | undefined>;
  /** Volumes of each span, by everything the report compares. */
  volumes(spans: readonly Span[]): Promise<VolumeCount[]>;
  /** `bounds` are the beginnings of the months in order, and the end of the last one. */
  cells(bounds: readonly Date[]): Promise<CellCount[]>;
  /** Appeals of the span whose caller or place has at least so many in it, by category, the most first. */
  repeats(span: Span, times: number): Promise<RepeatCount[]>;
  /** Counted up to the ticket's own receipt: whenever it is asked, the answer is the same. */
  repeatsOf(no: string, days: number): Promise<Repeats>;
}
