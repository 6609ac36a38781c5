import { z } from 'zod';

type Issue = Parameters<NonNullable<z.core.$ZodConfig['customError']>>[0];

const TYPES: Readonly<Record<string, string>> = {
  number: '须为数字',
  int: '须为整数',
  string: '须写文字',
  boolean: '须为是（true）或否（false）',
  array: '须为列表',
  tuple: '须为列表',
  object: '须为一组项目',
  record: '须为一组项目',
};

/** What is counted of a value whose size is wrong: `个字`, `项`; nothing of a number. */
const unitOf = (origin: string): string | undefined => ({ number: '', int: '', string: ' 个字', array: ' 项' })[origin];

/** In a clerk's words; undefined: zod's own Chinese ones do. */
const inWords = (issue: Issue): string | undefined => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? '没有写' : TYPES[issue.expected];
    case 'too_small': {
      const { origin, minimum, inclusive } = issue;
      if (origin === 'string' && Number(minimum) === 1) return '不能为空';
      const unit = unitOf(origin);
      if (unit === undefined) return undefined;
      if (unit !== '') return `至少 ${minimum}${unit}`;
      return inclusive ? `不能小于 ${minimum}` : `须大于 ${minimum}`;
    }
    case 'too_big': {
      const { origin, maximum, inclusive } = issue;
      const unit = unitOf(origin);
      if (unit === undefined) return undefined;
      if (unit !== '') return `至多 ${maximum}${unit}`;
      return inclusive ? `不能大于 ${maximum}` : `须小于 ${maximum}`;
    }
    case 'invalid_value':
      return `只能是 ${issue.values.map(String).join('、')}`;
    default:
      return undefined;
  }
};

// For the whole program: whatever a schema says of a document, a file or a request, somebody in an office reads it.
z.config({ ...z.locales.zhCN(), customError: inWords });

/** zod, whose messages are Chinese. */
export { z };
