/** The members of a ticket a sheet may carry, beside the caller's. */
export type Column =
  | 'no'
  | 'cityNo'
  | 'type'
  | 'title'
  | 'content'
  | 'category'
  | 'subcategory'
  | 'area'
  | 'address'
  | 'name'
  | 'phone'
  | 'anonymous'
  | 'confidential'
  | 'urgent'
  | 'source'
  | 'department'
  | 'coDepartments'
  | 'receivedAt'
  | 'dispatchedAt'
  | 'dueAt';

/** Names under which upstream platforms export a column (contract, HTTP); compared without spaces, signs and brackets. */
const NAMES: Record<Column, readonly string[]> = {
  no: [
    '办件编号',
    '工单编号',
    '流水号',
    '工单号',
    '编号',
    '受理编号',
    '诉求编号',
    '热线编号',
    '工单流水号',
    '件号',
    'no',
  ],
  cityNo: ['市级编号', '市级工单编号', '市工单号', '上级编号', '市平台编号', '省级编号'],
  type: ['诉求类型', '工单类型', '类型', '诉求类别', '来电类型', '诉求性质', '工单类别', '业务类型'],
  title: ['诉求主题', '诉求标题', '标题', '主题', '工单标题', '事项名称', '诉求事项'],
  content: ['诉求内容', '内容', '工单内容', '来电内容', '反映内容', '问题描述', '诉求描述', '具体内容', '主要内容'],
  category: ['事项大类', '大类', '事项分类', '一级分类', '分类', '诉求分类', '问题分类', '事项类别'],
  subcategory: ['事项小类', '小类', '二级分类', '细类', '三级分类'],
  area: ['区域', '所属区域', '所属区县', '事发区域', '行政区划', '所属乡镇', '区县', '乡镇', '所在区域', '诉求区域'],
  address: ['地址', '事发地址', '详细地址', '诉求地址', '事发地点', '发生地址', '联系地址', '问题地址'],
  name: ['诉求人', '诉求人姓名', '姓名', '来电人', '来电人姓名', '联系人', '市民姓名', '反映人'],
  phone: [
    '诉求人电话',
    '联系电话',
    '诉求人手机号',
    '电话',
    '手机号',
    '来电号码',
    '联系方式',
    '手机',
    '电话号码',
    '手机号码',
    '主叫号码',
    '诉求人联系电话',
  ],
  anonymous: ['是否匿名', '匿名'],
  confidential: ['是否保密', '保密', '信息保密', '是否公开信息'],
  urgent: ['紧急程度', '是否紧急', '紧急', '缓急程度', '优先级', '工单等级'],
  source: ['来源', '诉求来源', '工单来源', '受理渠道', '来电渠道', '渠道'],
  department: [
    '办理单位',
    '承办单位',
    '受理部门',
    '主办单位',
    '责任单位',
    '承办部门',
    '办理部门',
    '派往单位',
    '处理单位',
    '主办部门',
    '转办单位',
  ],
  coDepartments: ['协办单位', '协办部门', '会办单位', '配合单位'],
  receivedAt: [
    '来电时间',
    '受理时间',
    '登记时间',
    '诉求时间',
    '创建时间',
    '来件时间',
    '受理日期',
    '接收时间',
    '来电日期',
  ],
  dispatchedAt: ['派发时间', '派单时间', '转办时间', '交办时间', '下派时间', '派发日期', '转派时间', '分派时间'],
  dueAt: [
    '承诺完成时间',
    '承诺时间',
    '办理时限',
    '办结时限',
    '截止时间',
    '限办时间',
    '要求办结时间',
    '到期时间',
    '办理期限',
    '应办结时间',
    '处理时限',
  ],
};

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s*:：（）()[\]【】_\-/]/g, '')
    .toLowerCase();

const BY_NAME = new Map<string, Column>(
  Object.entries(NAMES).flatMap(([column, names]) => names.map((name) => [plain(name), column as Column] as const)),
);

export const columnNamed = (heading: string): Column | undefined => BY_NAME.get(plain(heading));

/** Where each column stands (0-based). The first heading of a kind wins. */
export type Layout = ReadonlyMap<Column, number>;

/**
 * A row is the header when it names a ticket number and a title or content. Title rows, merged or not, name neither;
 * `undefined` then.
 */
export const layoutOf = (cells: readonly string[]): Layout | undefined => {
  const layout = new Map<Column, number>();
  cells.forEach((cell, index) => {
    const column = columnNamed(cell);
    if (column && !layout.has(column)) layout.set(column, index);
  });
  const numbered = layout.has('no') || layout.has('cityNo');
  return numbered && (layout.has('title') || layout.has('content')) ? layout : undefined;
};
