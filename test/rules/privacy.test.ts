import { expect, test } from 'vitest';
import { maskText, noCallerDetails } from '../../src/domain/privacy.ts';

test.each([
  ['电话13812345678。', '电话138****5678。'],
  ['电话１３８１２３４５６７８', '电话138****5678'],
  ['138 1234 5678', '138****5678'],
  ['138-1234-5678', '138****5678'],
  ['+86 13812345678', '138****5678'],
  ['座机0797-1234567', '座机0797-1****67'],
  ['身份证36072919900101123X', '身份证360*************3X'],
  ['车牌赣B12345停在', '车牌赣B·1***5停在'],
  ['新能源赣BD12345', '新能源赣B·D***5'],
  ['邮箱zhang.san@example.com', '邮箱z***@example.com'],
  ['卡号6222021234567890123', '卡号6222************123'],
])('%s is masked', (text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test.each([
  '工单 GD20261122000017',
  '2026-11-28 17:30',
  '第3天 = 10-10 周六，调休上班',
  '共 1500000 元',
  'GD2026102000900 待签收',
])('%s stays readable', (text) => {
  expect(maskText(text)).toBe(text);
});

test('the caller’s own name and address go too', () => {
  expect(noCallerDetails('本人欧阳震天住文昌巷7号', { name: '欧阳震天', address: '文昌巷7号' })).toBe(
    '本人欧某住（地址略）',
  );
});
