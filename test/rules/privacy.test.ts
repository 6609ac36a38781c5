import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskText, maskTitle, noCallerDetails } from '../../src/domain/privacy.ts';

describe('telephones', () => {
  test.each([
    ['电话13812345678。', '电话138****5678。'],
    ['电话１３８１２３４５６７８', '电话138****5678'],
    ['138 1234 5678', '138****5678'],
    ['138-1234-5678', '138****5678'],
    ['138.1234.5678', '138****5678'],
    ['138　1234　5678', '138****5678'],
    ['138  -  1234  -  5678', '138****5678'],
    ['138\u200b1234\u200b5678', '138****5678'],
    ['1 3 8 1 2 3 4 5 6 7 8', '138****5678'],
    ['+86 13812345678', '138****5678'],
    ['0086 138 1234 5678', '138****5678'],
    ['tel13812345678', 'tel138****5678'],
    ['13812345678 13912345678', '138****5678 139****5678'],
    ['13812345678/13912345678', '138****5678/139****5678'],
    ['联系人王先生13812345678分机801', '联系人王先生138****5678分机801'],
    ['一三八一二三四五六七八', '（号码略）'],
    ['座机0797-1234567', '座机0797-1****67'],
    ['（0797）5234567', '0797-5****67'],
    ['0797 523 4567', '0797-5****67'],
    ['010-62345678', '010-6*****78'],
    ['座机8321234', '座机8****34'],
    ['1381234567813912345678', '138*****************78'],
  ])('%s is masked', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });
});

describe('papers, cards, plates and mail', () => {
  test.each([
    ['身份证36072919900101123X', '身份证360*************3X'],
    ['360729 19900101 123x', '360*************3x'],
    ['360729-1990-01-01-1234', '360*************34'],
    ['3607 2919 9001 0112 34', '360*************34'],
    ['老证360729900101123', '老证360**********23'],
    ['sfz360729199001011232', 'sfz360*************32'],
    ['卡号6222021234567890123', '卡号6222************123'],
    ['6222 0212 3456 7890 123', '6222************123'],
    ['车牌赣B12345停在', '车牌赣B·1***5停在'],
    ['赣B·12345', '赣B·1***5'],
    ['赣 B 1 2 3 4 5', '赣B·1***5'],
    ['赣Ｂ１２３４５', '赣B·1***5'],
    ['赣b-12345', '赣B·1***5'],
    ['新能源赣BD12345', '新能源赣B·D***5'],
    ['赣B1234警', '赣B·1***警'],
    ['邮箱zhang.san@example.com', '邮箱z***@example.com'],
    ['zhang＠163.com', 'z***@163.com'],
    ['13812345678@163.com', '1***@163.com'],
  ])('%s is masked', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });
});

describe('what people need stays readable', () => {
  test.each([
    '工单 GD20261122000017',
    'GD-2026-1122-000017',
    'GD2026102000900 待签收',
    '20261122000017',
    'SC360729202610200001',
    '2026-11-28 17:30',
    '2026-10-20 2026-10-25',
    '2026.10.20-2026.10.25',
    '16 2026-10-20 8',
    '第3天 = 10-10 周六，调休上班',
    '11-28 17:30 前办结',
    '共 1500000 元',
    '致电12345热线',
    '新建小区15栋2单元301室',
    '川A大桥',
  ])('%s', (text) => {
    expect(maskText(text)).toBe(text);
  });

  test('beside a number that is masked', () => {
    expect(maskText('GD20261122000017 13812345678')).toBe('GD20261122000017 138****5678');
    expect(maskText('2026-10-20 08:30 13812345678')).toBe('2026-10-20 08:30 138****5678');
  });
});

describe('however it is spaced', () => {
  const gap = fc.constantFrom('', ' ', '-', ' - ', '　', '·', '.', '\u200b', '—');
  const digit = fc.constantFrom(...'0123456789');
  const wide = fc.boolean();
  const widen = (text: string): string =>
    text.replace(/\d/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0));

  test('no mobile number comes through', () => {
    const number = fc.tuple(fc.constantFrom(...'3456789'), fc.array(digit, { minLength: 9, maxLength: 9 }));
    fc.assert(
      fc.property(number, fc.array(gap, { minLength: 10, maxLength: 10 }), wide, ([second, rest], gaps, full) => {
        const digits = ['1', second, ...rest];
        const spelt = digits.map((each, index) => `${each}${gaps[index] ?? ''}`).join('');
        const masked = maskText(`诉求人电话：${full ? widen(spelt) : spelt}，请联系`);
        expect(masked).toBe(`诉求人电话：${digits.slice(0, 3).join('')}****${digits.slice(7).join('')}，请联系`);
      }),
      { numRuns: 300 },
    );
  });

  test('masked once is masked for good', () => {
    const found = fc.constantFrom(
      '13812345678',
      '138 1234 5678',
      '0797-5234567',
      '36072919900101123X',
      '6222021234567890123',
      '赣B12345',
      'zhang.san@163.com',
      'GD20261122000017',
      '2026-10-20 08:30',
      '12345热线',
    );
    fc.assert(
      fc.property(
        fc.array(found, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('，', ' 电话 ', '、家住'),
        (all, between) => {
          const once = maskText(all.join(between));
          expect(maskText(once)).toBe(once);
          for (const each of all.filter((one) => !/^(GD|2026|12345)/.test(one))) expect(once).not.toContain(each);
        },
      ),
    );
  });

  test('no text is too odd or too long', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof maskText(text) === 'string'));
    for (const unit of ['1 ', 'a', 'a-', '(', '赣B', '一', '@.', '０７９７－'])
      expect(maskText(unit.repeat(20_000)).length).toBeGreaterThan(0);
  });
});

describe('the caller’s own name and address go too', () => {
  const caller = { name: '欧阳震天', address: '江西省赣州市石城县琴江镇文昌巷7号' };
  test.each([
    ['本人欧阳震天住文昌巷7号', '本人欧某住（地址略）'],
    ['欧阳 震天反映', '欧某反映'],
    ['家住江西省赣州市石城县琴江镇文昌巷７号，电话13812345678', '家住（地址略），电话138****5678'],
    ['琴江镇文昌巷 7 号门口', '（地址略）门口'],
    ['文昌巷路灯不亮', '文昌巷路灯不亮'],
  ])('%s', (text, shown) => {
    expect(noCallerDetails(text, caller)).toBe(shown);
  });

  test('one unknown, or known by one character, blots out nothing', () => {
    expect(noCallerDetails('王家村路灯不亮', { name: '王' })).toBe('王家村路灯不亮');
    expect(noCallerDetails('路灯不亮 13812345678', {})).toBe('路灯不亮 138****5678');
  });
});

test('a title is masked on one line', () => {
  expect(maskTitle(' 路灯不亮\r\n电话13812345678 ')).toBe('路灯不亮 电话138****5678');
});
