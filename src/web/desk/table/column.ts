/** A column of a table. `sort`: what it may be sorted by, figures as figures; those without a figure stand last. */
export interface Column<Row> {
  key: string;
  name: string;
  /** Figures stand to the right. */
  figures?: boolean;
  sort?: (row: Row) => number | string | undefined;
}

export interface Order {
  key: string;
  down: boolean;
}

/** Rows in an order; equal ones stay as they came. */
export const inOrder = <Row>(rows: readonly Row[], columns: readonly Column<Row>[], order?: Order): readonly Row[] => {
  const by = columns.find(({ key }) => key === order?.key)?.sort;
  if (!by || !order) return rows;
  return [...rows].sort((one, other) => {
    const [a, b] = [by(one), by(other)];
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    const rises = typeof a === 'string' ? a.localeCompare(String(b), 'zh-CN') : a - Number(b);
    return order.down ? -rises : rises;
  });
};
