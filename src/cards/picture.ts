/** A league table as a picture: plain data, drawn by `reports`; the same figures go out as text beside it. */
export interface PictureTable {
  /** File name without ending. */
  name: string;
  /** The whole table as text, for search and screen readers. */
  alt: string;
  /** `石城县 12345 热线工单办理日榜`. */
  title: string;
  /** The period: `2026年10月20日（周二）`. */
  subtitle: string;
  /** Small print: 数据截至, scheme and version, how places are found. */
  notes: readonly string[];
  head: readonly string[];
  rows: readonly PictureRow[];
}

export interface PictureRow {
  /** The list it is ranked in; a band with its name stands above the first row of each. Absent: one list of all. */
  group?: string;
  /** Empty: not ranked. */
  place: string;
  /** Places gained or lost since the table before; 0: same; undefined: nothing to compare with. */
  movement?: number;
  name: string;
  /** Under the name, small: 样本较少, 并列待定, 末两位. */
  mark?: string;
  /** 0…1, a bar behind the main figure. */
  bar?: number;
  /** One for each of `head` after place and name. */
  cells: readonly string[];
  tone: 'plain' | 'good' | 'bad' | 'quiet';
}
